/** What is said of events that are not as the plan says. */
import type { WordSet } from './words.ts';

export type ViolationsWords = {
  readonly mendText: string;
  readonly mendEmpty: string;
  readonly mendEmptyText: string;
  readonly mended: string;
  readonly others: string;
  readonly often: (count: string, since: string, last: string) => string;
  readonly meant: (name: string) => string;
  /** Of what concerns the event as a whole. */
  readonly titles: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, (event: string) => string>>;
  readonly example: string;
  readonly declare: string;
  readonly allow: string;
  readonly lift: string;
  readonly allowTitle: (property: string) => string;
  readonly type: string;
  readonly done: string;
};

export const VIOLATIONS: WordSet<ViolationsWords> = {
  en: {
    mendText:
      'What came in and was not as the plan says. A fix in the plan counts from then on; where the page is to be changed, the line shows how it should be.',
    mendEmpty: 'Everything is as planned',
    mendEmptyText:
      'Should an event ever be unknown, lack something or be of the wrong type, it stands here with its cure.',
    mended: 'Mended in the plan',
    others: 'Many more, too many to list',
    often: (count, since, last) =>
      count === '1' ? `Once, ${last}` : `${count} times since ${since}, last ${last}`,
    meant: (name) => `Did you mean ${name}?`,
    titles: {
      unknown_event: 'Not in the plan',
      name: 'Its name',
      many: 'Too many kinds',
      too_many: 'Too many properties',
    },
    rules: {
      name: () =>
        'A name is an object and a past-tense verb in Title Case, for example Cart Viewed. Rename it where it is sent.',
      unknown_event: () =>
        'Neither the known events nor your plan describe it. It is kept; add it to the plan if you mean it.',
      missing: (event) => `${event} needs this property. Send it along, or plan it as optional.`,
      type: () => 'The value was of another type than planned and was dropped. Send it as shown.',
      currency: () => 'This is no currency, so that its amounts were dropped. Use a code such as EUR.',
      unknown_property: (event) =>
        `The plan of ${event} takes no other properties. Add it to the plan to keep it.`,
      never_stored: () => 'It may say who somebody is and is never stored. Send it no more.',
      key: () => 'Names of properties are written in snake_case. It was renamed; better send it so.',
      too_long: () => 'The text was cut, as it is longer than 2,048 characters.',
      too_many: () =>
        'An event holds at most 200 properties and lists of at most 500 items. The rest was cut.',
      many: () => 'There are so many different faults that these are only counted.',
      personal_data: () => 'The value looked like personal data and was dropped. Do not send such values.',
    },
    example: 'As it should be sent',
    declare: 'Add to the plan',
    allow: 'Add the property to the plan',
    lift: 'Make it optional',
    allowTitle: (property) => `Add ${property} to the plan`,
    type: 'Type',
    done: 'The plan is changed. It counts from now on.',
  },
  de: {
    mendText:
      'Was eintraf und nicht dem Plan entsprach. Eine Änderung am Plan gilt von da an; wo die Seite zu ändern ist, zeigt die Zeile, wie es sein soll.',
    mendEmpty: 'Alles entspricht dem Plan',
    mendEmptyText:
      'Ist ein Ereignis einmal unbekannt, fehlt ihm etwas oder hat ein Wert die falsche Art, steht es hier mit der Abhilfe.',
    mended: 'Im Plan behoben',
    others: 'Viele weitere, zu viele für eine Liste',
    often: (count, since, last) =>
      count === '1' ? `Einmal, ${last}` : `${count}-mal seit ${since}, zuletzt ${last}`,
    meant: (name) => `Meinten Sie ${name}?`,
    titles: {
      unknown_event: 'Nicht im Plan',
      name: 'Sein Name',
      many: 'Zu viele Arten',
      too_many: 'Zu viele Eigenschaften',
    },
    rules: {
      name: () =>
        'Ein Name ist ein Gegenstand und ein Verb der Vergangenheit, auf Englisch und groß geschrieben, etwa Cart Viewed. Benennen Sie es dort um, wo es gesendet wird.',
      unknown_event: () =>
        'Weder die bekannten Ereignisse noch Ihr Plan beschreiben es. Es wird behalten; nehmen Sie es in den Plan auf, wenn Sie es so meinen.',
      missing: (event) =>
        `${event} braucht diese Eigenschaft. Senden Sie sie mit, oder planen Sie sie als freiwillig.`,
      type: () => 'Der Wert war von anderer Art als geplant und wurde verworfen. Senden Sie ihn wie gezeigt.',
      currency: () =>
        'Das ist keine Währung, deshalb wurden die Beträge verworfen. Nehmen Sie einen Code wie EUR.',
      unknown_property: (event) =>
        `Der Plan von ${event} nimmt keine weiteren Eigenschaften. Nehmen Sie sie in den Plan auf, um sie zu behalten.`,
      never_stored: () =>
        'Sie kann sagen, wer jemand ist, und wird nie gespeichert. Senden Sie sie nicht mehr.',
      key: () =>
        'Namen von Eigenschaften stehen in snake_case. Sie wurde umbenannt; senden Sie sie besser gleich so.',
      too_long: () => 'Der Text wurde gekürzt, denn er ist länger als 2.048 Zeichen.',
      too_many: () =>
        'Ein Ereignis fasst höchstens 200 Eigenschaften und Listen von höchstens 500 Einträgen. Der Rest wurde abgeschnitten.',
      many: () => 'Es sind so viele verschiedene Fehler, dass diese nur gezählt werden.',
      personal_data: () =>
        'Der Wert sah nach persönlichen Daten aus und wurde verworfen. Senden Sie solche Werte nicht.',
    },
    example: 'So soll es gesendet werden',
    declare: 'In den Plan aufnehmen',
    allow: 'Eigenschaft in den Plan aufnehmen',
    lift: 'Freiwillig machen',
    allowTitle: (property) => `${property} in den Plan aufnehmen`,
    type: 'Art',
    done: 'Der Plan ist geändert. Er gilt ab jetzt.',
  },
};
