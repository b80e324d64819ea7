import type { atTheDoor as AtTheDoor } from "../en/refusedFirst";

export const atTheDoor: typeof AtTheDoor = {
  NO_ANSWER: ["Mfumo haujibu.", "Angalia mtandao. Ulichoandika kimehifadhiwa; kitume tena."],
  INTERNAL: ["Hitilafu imetokea kwenye mfumo.", "Jaribu tena baada ya muda mfupi."],
  ACCESS_UNAVAILABLE: ["Kuingia hakuwezi kukaguliwa sasa.", "Subiri kidogo kisha tuma tena."],
  BAD_CREDENTIALS: [
    "Jina la kuingilia au nenosiri si sahihi.",
    "Angalia yote mawili. Baada ya makosa matano lazima usubiri.",
  ],
  HUB_UNAVAILABLE: [
    "Mfumo haupatikani, au unaanzishwa upya.",
    "Ulichoandika kimehifadhiwa. Kitume tena baadaye kidogo.",
  ],
  ONE_TIME_CODE_NEEDED: [
    "Akaunti hii inahitaji pia namba kutoka kwenye simu yako.",
    "Andika tarakimu sita ambazo simu inaonyesha sasa.",
  ],
  TOO_MANY_ATTEMPTS: ["Umekosea mara nyingi mno.", "Subiri dakika chache, kisha jaribu tena."],
  UNAUTHENTICATED: ["Muda wako wa kuingia umeisha.", "Ingia tena: ulichoandika hakijapotea."],
  WRONG_ORIGIN: ["Ukurasa huu si wa mfumo wenyewe.", "Ufunge, kisha fungua anwani ya mfumo."],
};
