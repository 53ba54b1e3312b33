// Reads calendars with ical.js: a JSON list of texts comes in, what each says goes out.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString();

const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const attendees = component.getAllProperties("attendee");
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      summary: event.summary,
      location: event.location,
      description: event.description,
      starts_at: utc(event.startDate),
      ends_at: utc(event.endDate),
      attendees: attendees.map((one) => [
        one.getFirstValue(),
        one.getParameter("cn"),
        one.getParameter("partstat"),
        one.getParameter("rsvp"),
      ]),
    };
  });
  return { method: calendar.getFirstPropertyValue("method"), events };
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
