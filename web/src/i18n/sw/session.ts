import type { session as Session } from "../en/session";

export const session: typeof Session = {
  signIn: {
    kind: "Ingia",
    title: "Ingia",
    lead: "Rufaa ni kumbukumbu ya pamoja ya kaunti ya rufaa za watoto.",
    login: "Jina la kuingilia",
    password: "Nenosiri",
    code: "Msimbo kutoka kwenye programu ya misimbo",
    codeHint: "Tarakimu sita. Simu inayoionyesha haihitaji mtandao.",
    show: "Onyesha nenosiri",
    shared: "Wengine wanatumia kifaa hiki pia",
    sharedHint: "Kitajifunga baada ya dakika 2 na hakitakumbuka chochote chako.",
    submit: "Ingia",
    lost: "Umepoteza nenosiri? Msimamizi wa kaunti anaweza kuweka jipya.",
    again: "Muda wako wa kuingia umeisha",
    againHint: "Ingia tena: ulichoandika hakijapotea.",
    unwiped: "Umetoka, lakini kifaa hakijafutwa",
    unwipedHelp:
      "Kifaa hiki kimekataa kufuta ripoti zilizofungwa za aliyekuwa ameingia. Kama ni kifaa cha wengine, futa data ya tovuti hii kwenye mipangilio ya kivinjari.",
    other: "Ingia kama mtu mwingine",
    otherHint: "Kilicho wazi kwenye ukurasa huu kitafungwa.",
  },
  lock: {
    title: "Imefungwa",
    why: "Hakuna aliyetumia skrini hii kwa muda. Kazi yako imehifadhiwa nyuma yake.",
    hidden: "Skrini imefichwa. Kazi yako imehifadhiwa nyuma yake.",
    unlock: "Fungua",
    away: "Bila mtandao nenosiri haliwezi kukaguliwa. Bado unaweza kuripoti mtoto; kilichokuwa wazi kinabaki kimefungwa.",
    awayReport: "Ripoti mtoto",
  },
  hide: "Ficha skrini",
  hideHint:
    "Bonyeza Escape mara tatu kuficha skrini mara moja. Historia ya kivinjari bado inaonyesha kuwa Rufaa ilikuwa wazi.",
  signOut: "Toka",
  signOutUnsent: (n) =>
    `Ripoti ${n} ${n === 1 ? "haijakamilika au haijafika" : "hazijakamilika au hazijafika"} kwenye mfumo. Ukitoka ${n === 1 ? "itafutwa" : "zitafutwa"} kabisa kwenye kifaa hiki.`,
  signOutAnyway: "Futa na utoke",
  stay: "Endelea kubaki",
  settings: {
    title: "Akaunti na vitufe",
    you: "Wewe",
    agency: "Shirika",
    role: "Kazi",
    until: "Muda wa kuingia hadi",
    shortcuts: "Vitufe vya mkato",
    shortcutsHint: "J, K, Enter, A, D na ? kwenye orodha. Vizime ukitumia sauti kuandika.",
    hub: "Mfumo",
  },
};
