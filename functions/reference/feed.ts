import { type CalendarView, dayAfter, type ExplainedDay } from "./calendar.ts";

/** RFC 5545, 3.3.11: what has a meaning of its own in a text. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replaceAll("\n", "\\n");

/** RFC 5545, 3.1: no line is longer than 75 octets; what goes on begins with a space. A character is never cut. */
const folded = (line: string): string => {
  const encoder = new TextEncoder();
  const lines = [""];
  let octets = 0;
  for (const character of line) {
    const more = encoder.encode(character).length;
    if (octets + more > 75) {
      lines.push(" ");
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += more;
  }
  return lines.join("\r\n");
};

const compact = (day: string): string => day.replaceAll("-", "");

const event = ({ day, working, holiday, words }: ExplainedDay, stamp: string): string[] => [
  "BEGIN:VEVENT",
  `UID:${day}@reference.onenet`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${compact(day)}`,
  `DTEND;VALUE=DATE:${compact(dayAfter(day))}`,
  `SUMMARY:${working ? "上班" : `放假${holiday === undefined ? "" : `（${escaped(holiday)}）`}`}`,
  `DESCRIPTION:${escaped(words.zh)}`,
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

/** The days that differ from Monday to Friday, as a calendar that any calendar program subscribes to (RFC 5545). */
export const feedOf = (days: readonly ExplainedDay[], changedOn: CalendarView["changedOn"]): string => {
  const stamp = `${compact(changedOn ?? "1970-01-01")}T000000Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//onenet//reference//ZH",
    "X-WR-CALNAME:工作日与节假日",
    "X-WR-TIMEZONE:Asia/Shanghai",
    ...days.flatMap((each) => event(each, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
};
