/** Cures of settings, keys, mail, webhooks, the tracking plan, models and rights. */
import type { CureRow } from './table.ts';

export const SITE_CURES: readonly CureRow[] = [
  ['write an IANA time zone, for example «zone»', 'Schreiben Sie eine Zeitzone wie „«zone»“.'],
  ['write an ISO 4217 code, for example «currency»', 'Schreiben Sie ein Währungskürzel wie „«currency»“.'],
  [
    'write lower-case letters, digits and hyphens',
    'Schreiben Sie Kleinbuchstaben, Ziffern und Bindestriche.',
  ],
  [
    'write lower-case letters, digits and hyphens, a letter first',
    'Schreiben Sie Kleinbuchstaben, Ziffern und Bindestriche, zuerst einen Buchstaben.',
  ],
  ['name at most «most» categories', 'Nennen Sie höchstens «most» Kategorien.'],
  ['choose another short name, this one is taken', 'Dieser Kurzname ist vergeben: Wählen Sie einen anderen.'],
  [
    '«most» old «kind» keys still open doors: end them at once: `inkling site rotate-keys SITE --now`, or wait for an end',
    'Es gelten noch «most» alte Schlüssel dieser Art («kind»): Lassen Sie sie sofort enden, oder warten Sie, bis einer abläuft.',
  ],
  [
    'sample data has no keys: look at it in the console',
    'Beispieldaten haben keine Schlüssel: Sie lassen sich nur hier ansehen.',
  ],
  ['there is no sample data', 'Es gibt keine Beispieldaten.'],
  [
    'there is no sample data: make some on the first page',
    'Es gibt keine Beispieldaten: Legen Sie auf der ersten Seite welche an.',
  ],
  ['sign in with the secret key of the site', 'Melden Sie sich mit dem geheimen Schlüssel der Website an.'],
  [
    'sign in with the secret key of the site: it begins with sk_',
    'Melden Sie sich mit dem geheimen Schlüssel der Website an: Er beginnt mit sk_.',
  ],
  [
    'whoever runs the server does that, with the secret key of the site: it is not done from the Shopify admin',
    'Das tut, wer den Server betreibt, mit dem geheimen Schlüssel der Website: Aus der Shopify-Verwaltung geht es nicht.',
  ],
  ['write a language, for example de or en-GB', 'Schreiben Sie eine Sprache wie de oder en-GB.'],
  [
    'write letters, digits, spaces, dots and hyphens',
    'Schreiben Sie Buchstaben, Ziffern, Leerzeichen, Punkte und Bindestriche.',
  ],
  ['write one address, for example «address»', 'Schreiben Sie eine Adresse wie «address».'],
  ['write one e-mail address', 'Schreiben Sie eine E-Mail-Adresse.'],
  ['write one line without < > "', 'Schreiben Sie eine Zeile ohne < > ".'],
  [
    'write the verification key of SendGrid',
    'Schreiben Sie den Prüfschlüssel („Verification Key“) von SendGrid.',
  ],
  [
    'write "Name <address@example.com>", or the address alone',
    'Schreiben Sie „Name <adresse@example.com>“ oder nur die Adresse.',
  ],
  ['set services.«name» with PATCH /v1/mail first', 'Tragen Sie zuerst den Schlüssel von «name» ein.'],
  [
    'a new consent of the reader, recorded with POST /v1/consent, lifts it',
    'Das hebt nur eine neue Einwilligung der Person selbst auf.',
  ],
  ['write a key of GET /v1/suppressions', 'Wählen Sie einen Eintrag aus der Liste.'],
  ['see GET /v1/suppressions for the keys', 'Diesen Eintrag gibt es nicht mehr.'],
  ['write keys of segments', 'Nennen Sie Kurznamen von Segmenten.'],
  ['write the key as Segment shows it', 'Schreiben Sie den Schlüssel so, wie Segment ihn zeigt.'],
  ['send the write key of your source', 'Tragen Sie den Write Key Ihrer Source in Segment ein.'],
  ['write the lower edge first', 'Schreiben Sie zuerst die untere Grenze.'],
  [
    'the name service does not know it now; check it, or try again',
    'Diese Adresse ist gerade nicht bekannt: Prüfen Sie sie, oder versuchen Sie es noch einmal.',
  ],
  [
    'the name service does not know this host now; check it, or try again',
    'Diese Adresse ist gerade nicht bekannt: Prüfen Sie sie, oder versuchen Sie es noch einmal.',
  ],
  [
    'nothing goes back to Segment: PUT /v1/segment/write-back first',
    'An Segment geht noch nichts zurück: Schalten Sie es zuerst ein.',
  ],
  ['write a whole https: address', 'Schreiben Sie eine ganze Adresse mit https://.'],
  [
    'a site has at most «most» webhooks',
    'Mehr als «most» Webhooks sind nicht möglich: Löschen Sie zuerst einen.',
  ],
  ['see GET /v1/webhooks for the keys', 'Diesen Webhook gibt es nicht mehr.'],
  [
    'close a stream of this site first',
    'Es sind zu viele Seiten zugleich offen, die mitlesen: Schließen Sie zuerst eine.',
  ],
  ['this is no tracking plan', 'Das ist kein Messplan.'],
  ['remove «keys»: a plan does not know it', 'Nehmen Sie «keys» heraus: Ein Messplan kennt das nicht.'],
  [
    'write one of «types», or {"type": …, "required": true}',
    'Schreiben Sie eine der Arten «types», oder {"type": …, "required": true}.',
  ],
  ['plan at most «most» events', 'Es sind zu viele Ereignisse: höchstens «most».'],
  [
    'plan at most «most» properties of an event',
    'Es sind zu viele Eigenschaften: höchstens «most» je Ereignis.',
  ],
  [
    'this property is never stored: do not require it',
    'Diese Eigenschaft wird nie gespeichert: Verlangen Sie sie nicht.',
  ],
  ['a list of products is called «key»', 'Eine Liste von Produkten heißt „«key»“.'],
  ['«key» is always a list of products', '„«key»“ ist immer eine Liste von Produkten.'],
  ['see GET /v1/models for those of this site', 'Diese Prognose gibt es hier nicht.'],
  ['see GET /v1/models or `inkling model list` for those of this site', 'Diese Prognose gibt es hier nicht.'],
  [
    'no model of it was ever served: train it first',
    'Dafür war noch nie ein Modell im Einsatz: Trainieren Sie zuerst eines.',
  ],
  [
    'nothing scores it yet: train a model of it',
    'Dafür gibt es noch keine Prognose: Trainieren Sie zuerst ein Modell.',
  ],
  [
    'it is no yes or no: ask for the scores of a visitor',
    'Das ist kein Ja oder Nein: Sehen Sie sich die Prognosen einer Person an.',
  ],
  ['the training was cancelled', 'Das Training wurde abgebrochen.'],
  [
    'what it foretells was changed meanwhile: train it again',
    'Was vorhergesagt wird, wurde inzwischen geändert: Trainieren Sie noch einmal.',
  ],
  [
    'a segment waits for its scores: change or delete that first',
    'Ein Segment richtet sich nach dieser Prognose: Ändern oder löschen Sie es zuerst.',
  ],
  [
    '«label» is there for every site: choose another name',
    '„«label»“ gibt es überall schon: Wählen Sie einen anderen Namen.',
  ],
  [
    'a site has at most «most» labels: change or delete one of them',
    'Mehr als «most» Prognosen sind nicht möglich: Ändern oder löschen Sie eine.',
  ],
  ['write at most 180 days', 'Schreiben Sie höchstens 180 Tage.'],
  [
    'no model was fitted yet: ask again',
    'Die Berechnung ist noch nicht gelaufen: Sehen Sie später noch einmal nach.',
  ],
  ['no order is known: ask again after the first one', 'Von dieser Person ist keine Bestellung bekannt.'],
  [
    'who declines to be profiled is not foreseen',
    'Diese Person hat Vorhersagen abgelehnt: Für sie wird nichts vorhergesagt.',
  ],
  [
    'without consent nobody is known from one day to the next',
    'Ohne Einwilligung wird niemand von einem Tag zum nächsten wiedererkannt.',
  ],
  [
    '«cure» (looked at on «day», the next fitting is due on «next»)',
    '«cure» (Zuletzt berechnet am «day», wieder am «next».)',
  ],
  [
    '«count» of «least» repeat buyers: wait until there are enough',
    'Erst «count» von «least» Personen haben noch einmal gekauft: Warten Sie, bis es genug sind.',
  ],
  [
    'a few buyers spend so much that the orders of all have no mean',
    'Wenige kaufen für so viel, dass ein Durchschnitt nichts sagt.',
  ],
  ['nobody has bought again', 'Noch niemand hat ein zweites Mal gekauft.'],
  ['no purchase has a known value', 'Von keinem Kauf ist der Betrag bekannt.'],
  ['send visitor, device, userId, email or inner', 'Nennen Sie, wen Sie meinen.'],
  [
    'send visitor, device, userId or email of a real visitor',
    'Das steht für niemanden: Nennen Sie eine wirkliche Person.',
  ],
  [
    'send device, userId, email or inner of a real visitor',
    'Das steht für niemanden: Nennen Sie eine wirkliche Person.',
  ],
  [
    'send the id that the erasure was answered with',
    'Diese Nummer gibt es nicht: Schreiben Sie sie so, wie sie bei der Löschung stand.',
  ],
  ['say who asked, not who answered', 'Sagen Sie, wer gefragt hat, nicht, wer geantwortet hat.'],
  [
    'send the `next` of the page before, unchanged',
    'Diese Stelle der Liste gibt es nicht mehr: Beginnen Sie von vorn.',
  ],
  ['write a day, like «day»', 'Schreiben Sie einen Tag wie «day».'],
  ['write a day that is not after the last one', 'Der erste Tag darf nicht nach dem letzten liegen.'],
  ['ask for at most «days» days', 'Fragen Sie nach höchstens «days» Tagen.'],
  ['write an instant before the end of the period', 'Der Anfang muss vor dem Ende des Zeitraums liegen.'],
  ['see /openapi.json for what there is', 'Diese Adresse gibt es nicht. Laden Sie die Konsole neu.'],
  ['try again shortly', 'Versuchen Sie es gleich noch einmal.'],
  [
    'try again; the log of the server has the place',
    'Versuchen Sie es noch einmal. Wer den Server betreibt, findet die Stelle in dessen Protokoll.',
  ],
  ['the server is starting: try again', 'Der Server startet gerade: Versuchen Sie es gleich noch einmal.'],
  ['send it again to the next server', 'Der Server startet neu: Versuchen Sie es gleich noch einmal.'],
  [
    'Shopify does not answer: try again in a minute',
    'Shopify antwortet nicht: Versuchen Sie es in einer Minute noch einmal.',
  ],
  ['allow the app to write to customers first', 'Erlauben Sie der App zuerst, Kundendaten zu schreiben.'],
  ['open the app in the Shopify admin', 'Öffnen Sie die App in der Shopify-Verwaltung.'],
  [
    'open the app again: the session has ended',
    'Die Sitzung ist abgelaufen: Öffnen Sie die App noch einmal.',
  ],
  [
    'grant the permission that is missing: see the checklist of the app',
    'Es fehlt eine Erlaubnis: Auf der Seite „Einrichten“ steht, welche.',
  ],
  ['nothing is held of whoever asked', 'Zu dieser Person ist nichts gespeichert.'],
  ['nothing is held of whoever asked any more', 'Zu dieser Person ist nichts mehr gespeichert.'],
];
