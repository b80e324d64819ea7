import type { oneTime as OneTime } from "../en/oneTime";

export const oneTime: typeof OneTime = {
  title: "Misimbo ya mara moja",
  off: "Kuingia kunahitaji nenosiri tu.",
  on: "Kuingia kunahitaji pia msimbo kutoka kwenye programu ya misimbo.",
  begin: "Weka misimbo ya mara moja",
  begun: "Weka siri hii kwenye programu ya misimbo kwenye simu yako. Inaonyeshwa mara hii tu.",
  secret: "Siri",
  qr: "Siri kama msimbo wa QR, kwa kamera ya programu ya misimbo",
  here: "Fungua programu ya misimbo kwenye simu hii",
  confirm: "Misimbo itahitajika kuanzia sasa",
  confirmHint: "Andika msimbo unaoonyeshwa sasa. Hakuna kinachobadilika hadi mmoja uwe sahihi.",
  done: "Misimbo ya mara moja imewekwa.",
  remove: "Ondoa misimbo",
  removed: "Misimbo ya mara moja imeondolewa.",
  lost: "Simu imepotea: ondoa misimbo",
  lostHint: "Akaunti itaingia kwa nenosiri tu kuanzia sasa, na vipindi vyake vinaisha.",
};
