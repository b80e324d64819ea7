import { atTheDoor } from "./refusedFirst";
import type { facts as Facts, lacking as Lacking, reasons as Reasons } from "../en/reasons";

export const reasons: typeof Reasons = {
  ...atTheDoor,
  UNIMPLEMENTED: ["Mfumo huu hauwezi kufanya hivyo.", "Huenda ni toleo la zamani. Mwambie fundi."],
  DEADLINE_EXCEEDED: ["Mfumo ulichelewa sana.", "Tuma tena: itafanyika mara moja tu."],
  CANCELLED: ["Ilikatizwa.", "Tuma tena: itafanyika mara moja tu."],
  ACCESS_BOOK_UNAVAILABLE: [
    "Haiwezi kuandikwa nani anaomba hili, kwa hiyo hakuna kilichoonyeshwa wala kubadilishwa.",
    "Jaribu tena baada ya muda mfupi. Ikiendelea, mwambie fundi.",
  ],
  AGENCY_CLOSED: [
    "Shirika limefungwa: halipewi kitu tena.",
    "Chagua lingine. Msimamizi wa mfumo hulifungua tena likianza kufanya kazi.",
  ],
  AGENCY_IN_USE: [
    "Shirika lina kesi zilizo wazi, au rufaa nyingi kuliko zinazoweza kuisha pamoja.",
    "Ofisi yake ikabidhi kesi kwa nyingine au izifunge kwanza; rufaa zijibiwe au ziondolewe.",
  ],
  ALREADY_DONE: ["Hili lilishafanyika.", "Hakuna zaidi kinachohitajika."],
  APPROVAL_REQUIRED: [
    "Mpango haujaidhinishwa.",
    "Mwombe afisa wa watoto wa kaunti ndogo auidhinishe.",
  ],
  ASSIGNED_TO_ANOTHER: [
    "Kesi hii ni ya afisa mwingine wa ofisi yako.",
    "Mwulize afisa huyo. Akiwa hayupo, au ameondoka, msimamizi atakupa kesi.",
  ],
  BACKUP_NOT_EMPTY: ["Folda ya kuandikia si tupu.", "Taja folda ambayo bado haipo."],
  CASE_WORKED_ON: [
    "Mtu ameshafanyia kazi kesi ya uingizaji huu.",
    "Rekebisha kesi hiyo kwa mkono.",
  ],
  CLOSURE_NOT_REQUESTED: [
    "Hakuna aliyeomba kufunga kesi.",
    "Omba kufunga kwanza; afisa mwingine ataidhinisha.",
  ],
  COURT_DATE_AHEAD: [
    "Siku ya mahakama ya kesi hii bado iko mbele.",
    "Isubiri, andika matokeo yake, au iondolewe.",
  ],
  COURT_DATE_REQUIRED: [
    "Kuondolewa kwa dharura kunahitaji siku ya mahakama.",
    "Weka siku ambayo mtoto atafikishwa mahakamani.",
  ],
  DEADLINE_REQUIRED: ["Ombi halikuwa na kikomo cha muda.", "Pakia ukurasa tena."],
  ERASED: ["Taarifa binafsi za mtoto huyu zilifutwa kwa ombi halali.", "Haziwezi kurudishwa."],
  EXPIRY_REQUIRED: [
    "Amri ya aina hii inahitaji tarehe ya kuisha.",
    "Ichukue kwenye amri: miezi 12 zaidi kwa usimamizi.",
  ],
  FAMILY_NOT_TOLD: [
    "Mtoto na familia hawakuambiwa kuhusu msaada wa baadaye.",
    "Waambie, weka alama, kisha omba tena.",
  ],
  FINAL_VISIT_REQUIRED: [
    "Ziara ya mwisho ya ufuatiliaji haijaandikwa.",
    "Andika ziara ya mwisho; kabla ya ufuatiliaji, uanzishe kwanza.",
  ],
  IN_FUTURE: ["Muda uliowekwa uko mbele.", "Urekebishe, au rekebisha saa ya kifaa hiki."],
  KEY_FILE_UNUSABLE: ["Ufunguo wa kaunti hauwezi kutumika.", "Mwambie fundi."],
  LEGAL_HOLD: [
    "Mahakama inahitaji rekodi hii.",
    "Imezuiliwa, haijafutwa, hadi hakuna siku ya mahakama wala amri.",
  ],
  LOGIN_NAME_TAKEN: ["Jina hili la kuingilia limeshachukuliwa.", "Chagua lingine."],
  MESSAGE_TOO_LARGE: ["Hii ni kubwa mno kwa mara moja.", "Fupisha maandishi kisha tuma tena."],
  ONE_MESSAGE_ONLY: ["Ukurasa huu hauendani na mfumo.", "Pakia ukurasa tena."],
  UNKNOWN_ENCODING: ["Ukurasa huu hauendani na mfumo.", "Pakia ukurasa tena."],
  VAULT_UNAVAILABLE: [
    "Majina na maelezo hayawezi kufunguliwa wala kuhifadhiwa sasa.",
    "Subiri kidogo kisha tuma tena.",
  ],
  LOG_UNAVAILABLE: [
    "Mfumo hauwezi kuandika chochote sasa.",
    "Ulichoandika kimehifadhiwa. Kitume tena baadaye kidogo.",
  ],
  MALFORMED: ["Kitu kimekosekana au hakiko sawa.", "Angalia tena, na urekebishe."],
  NOT_ALLOWED_IN_STATE: [
    "Hili haliwezi kufanyika tena.",
    "Imesonga mbele tangu ulipoifungua. Angalia ilivyo sasa.",
  ],
  NOT_A_DEMO: ["Hii si kaunti ya majaribio.", "Mwambie fundi."],
  NOT_CAUGHT_UP: ["Mfumo bado unasoma.", "Jaribu tena baada ya muda mfupi."],
  NOT_DUE: ["Muda bado haujaisha.", "Subiri uishe."],
  NOT_ENROLLED: ["Mtu huyu hajaandikishwa, au ameondoka.", "Mwandikishe kwanza."],
  NOT_FOUND_OR_NOT_YOURS: [
    "Haipo, au si yako kuona.",
    "Angalia msimbo herufi kwa herufi, au mwombe mwenye kesi airufae kwa shirika lako.",
  ],
  NOT_PERMITTED: ["Kazi yako haikuruhusu kufanya hili.", "Mwombe mtu anayeruhusiwa."],
  NO_BED_FREE: [
    "Hakuna kitanda kilicho wazi.",
    "Orodha ya kusubiri au kataa; utaambiwa nani mwingine ana nafasi.",
  ],
  NO_CONSENT: [
    "Si idhini wala sheria inayoruhusu kuwaambia.",
    "Kwenye kesi, chini ya “Andika idhini”, andika idhini kwa mpokeaji huyu, au msingi wa kisheria unaochukua nafasi yake.",
  ],
  NO_OFFICE: [
    "Hakuna ofisi ya watoto inayofanya kazi katika kaunti ndogo hii.",
    "Msimamizi wa kaunti lazima aisajili moja kabla kesi haijafunguliwa hapa.",
  ],
  NO_SUCH_PART: ["Kesi haina tena hitaji, shauri, amri au idhini hiyo.", "Angalia ilivyo sasa."],
  OFFER_MISMATCH: [
    "Huduma hii haimpokei mtoto huyu.",
    "Angalia huduma, umri, jinsia na kaunti ndogo; chagua nyingine.",
  ],
  OPEN_REFERRAL: ["Rufaa ya kesi hii bado iko wazi.", "Ikamilishe au ifute kwanza."],
  ORDER_RUNNING: [
    "Amri ya mahakama ya kesi hii bado inaendelea.",
    "Subiri iishe, au andika mwisho wake.",
  ],
  PLACE_OF_SAFETY_REQUIRED: ["Mtoto huhamishiwa au kuwekwa mahali salama tu.", "Chagua kwenye orodha."],
  POLICE_STATION_NOT_SAFE: [
    "Kituo cha polisi, rumande au shule ya marekebisho si mahali salama kamwe (Children Act s.2).",
    "Chagua kituo cha uokoaji, hospitali au mtu anayefaa.",
  ],
  PURPOSE_REQUIRED: ["Kufungua hili kunahitaji sababu.", "Chagua kwa nini unalihitaji."],
  REASON_REQUIRED: [
    "Hili linahitaji sababu; “Nyingine” inahitaji pia maelezo.",
    "Chagua sababu, na uandike maelezo ukichagua “Nyingine”.",
  ],
  REFERRAL_REQUIRED: [
    "Kuna hitaji wazi ambalo halijarufaiwa.",
    "Lirufae, litimize, au liondoe kwa sababu.",
  ],
  REGISTRATION_REQUIRED: ["Kesi bado haijasajiliwa.", "Isajili kwanza."],
  REQUEST_ID_REUSED: [
    "Hii ilitumwa awali kwa maneno mengine.",
    "Pakia ukurasa tena uone kilichoandikwa.",
  ],
  RISK_REQUIRED: ["Hatari bado haijawekwa.", "Weka hatari kwanza."],
  SELF_APPROVAL: ["Anayeomba hawezi kuidhinisha.", "Mwombe afisa mwingine anayeweza."],
  STEP_UP_REQUIRED: ["Hili linahitaji nenosiri lako mara nyingine.", "Liandike, kisha endelea."],
  STORE_DAMAGED: ["Data iliyohifadhiwa imeharibika.", "Mwambie fundi mara moja."],
  STORE_FULL: [
    "Diski ya mfumo imejaa; hakuna kilichoandikwa.",
    "Mwambie fundi. Ulichoandika kimehifadhiwa.",
  ],
  STORE_IN_USE: ["Data inatumiwa na mfumo mwingine.", "Mwambie fundi."],
  STORE_MISSING: ["Sehemu ya data ya mfumo haipo.", "Mwambie fundi mara moja."],
  STORE_NEWER: ["Data iliandikwa na toleo jipya zaidi.", "Mwambie fundi."],
  STORE_OF_ANOTHER_COUNTY: ["Data ni ya kaunti nyingine.", "Mwambie fundi."],
  TOO_LARGE: ["Hii ni kubwa mno kwa mara moja.", "Fupisha maandishi kisha tuma tena."],
  TOO_LONG_AGO: [
    "Muda uliowekwa umepita zaidi ya nusu mwaka.",
    "Urekebishe, au rekebisha saa ya kifaa hiki. Kesi za zamani huingizwa kwa orodha.",
  ],
  UNKNOWN_CODE: ["Msimbo haujulikani au hautumiki tena.", "Chagua tena kwenye orodha."],
  VIEWS_REQUIRED: ["Maoni ya mtoto mwenyewe hayajaandikwa.", "Yaandike kwenye tathmini kwanza."],
  VISIT_REQUIRED: ["Hakuna ziara iliyoandikwa tangu ufuatiliaji uanze.", "Andika ziara kwanza."],
  WEAK_PASSWORD: [
    "Nenosiri ni fupi mno, au ni jina la kuingilia.",
    "Herufi 12 au zaidi: maneno manne yasiyohusiana ni mazuri.",
  ],
  WRONG_COUNTY_KEY: ["Funguo ni za kaunti nyingine.", "Mwambie fundi."],
  WRONG_VERSION: [
    "Mtu alibadilisha hili tangu ulipolifungua.",
    "Angalia lilivyo sasa, kisha amua tena.",
  ],
};

export const facts: typeof Facts = {
  referrals: "Rufaa",
  cases: "Kesi zilizo wazi",
  matters: "Mashauri",
  orders: "Amri",
  needs: "Mahitaji",
  state: "Hali ya sasa",
  current_version: "Toleo la sasa",
  list: "Orodha",
  recipient: "Atakayeambiwa",
  recipient_kind: "Aina yake",
  purpose: "Kwa lengo gani",
  scope: "Kitakachoambiwa",
  basis: "Msingi ulioombwa",
  consent: "Idhini iliyotajwa",
  lacks: "Isichohusu",
};

export const lacking: typeof Lacking = {
  recipient: "mpokeaji huyu",
  purpose: "lengo hili",
  scope: "yote yatakayoambiwa",
  in_force: "leo: imeisha, au iliondolewa",
};
