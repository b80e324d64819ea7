// Times as people here read them: 24 hours, with "EAT". Kiswahili counts hours from sunrise, six off;
// digits on a 24-hour clock are the only ones that both languages read alike.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { dateOf } from "../api/time";
import type { Catalogue, Language } from "./index";

type When = Date | Timestamp | undefined;

export interface Formats {
  date: (when: When) => string;
  dateTime: (when: When) => string;
  time: (when: When) => string;
  // "3 days late", "in 5 h": how long until or since.
  distance: (when: When, now?: Date) => string;
  // How long ago, without saying which way: "4 h", "12 days".
  age: (when: When, now?: Date) => string;
  hours: (hours: number) => string;
  number: (value: number | bigint) => string;
  percent: (share: number) => string;
}

const asDate = (when: When): Date | undefined => (when instanceof Date ? when : dateOf(when));

export function formats(t: Catalogue, language: Language): Formats {
  const locale = language === "sw" ? "sw-KE" : "en-KE";
  const zone = { timeZone: "Africa/Nairobi" } as const;
  const day = new Intl.DateTimeFormat(locale, {
    ...zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const clock = new Intl.DateTimeFormat("en-GB", {
    ...zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const shares = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });

  const span = (ms: number): string => {
    const minutes = Math.round(Math.abs(ms) / 60_000);
    if (minutes < 60) return t.time.minutes(minutes);
    const hours = Math.round(minutes / 60);
    return hours < 48 ? t.time.hours(hours) : t.time.days(Math.round(hours / 24));
  };

  return {
    date: (when) => {
      const d = asDate(when);
      return d ? day.format(d) : "";
    },
    time: (when) => {
      const d = asDate(when);
      return d ? `${clock.format(d)} EAT` : "";
    },
    dateTime: (when) => {
      const d = asDate(when);
      return d ? `${day.format(d)}, ${clock.format(d)} EAT` : "";
    },
    distance: (when, now = new Date()) => {
      const d = asDate(when);
      if (!d) return "";
      const ms = d.getTime() - now.getTime();
      return ms < 0 ? t.time.late(span(ms)) : t.time.left(span(ms));
    },
    age: (when, now = new Date()) => {
      const d = asDate(when);
      return d ? span(d.getTime() - now.getTime()) : "";
    },
    hours: (hours) => span(hours * 3600_000),
    number: (value) => numbers.format(value),
    percent: (share) => shares.format(share),
  };
}
