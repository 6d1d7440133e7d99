/** Cures of campaigns and their treatments: core/decisions. */
import type { CureRow } from './table.ts';

export const CAMPAIGN_CURES: readonly CureRow[] = [
  ['«cure», or leave it a draft', '«cure» Oder lassen Sie die Kampagne einen Entwurf sein.'],
  ['write the code as your shop takes it', 'Schreiben Sie den Code so, wie Ihr Shop ihn annimmt.'],
  [
    'write when the code stops working, like "«instant»"',
    'Schreiben Sie, bis wann der Code gilt, zum Beispiel „«instant»“.',
  ],
  ['write the address of your page', 'Schreiben Sie die Adresse Ihrer Seite.'],
  [
    'write what is true of you in place of «brackets»',
    'Schreiben Sie statt «brackets», was bei Ihnen stimmt.',
  ],
  ['a key, like "«key»"', 'Geben Sie einen Kurznamen, zum Beispiel „«key»“.'],
  ['write a key, like "«key»"', 'Schreiben Sie einen Kurznamen, zum Beispiel „«key»“.'],
  ['write a list of segment keys', 'Schreiben Sie eine Liste von Kurznamen der Segmente.'],
  ['name at least one segment', 'Nennen Sie mindestens ein Segment.'],
  ['name at most «most» segments', 'Nennen Sie höchstens «most» Segmente.'],
  ['name at least one day', 'Nennen Sie mindestens einen Tag.'],
  ['say what sets it off by one of «keys»', 'Sagen Sie, was die Kampagne auslöst, mit einem von: «keys».'],
  [
    'say what it is: {"kind": …}, one of «kinds»',
    'Sagen Sie, was gezeigt wird: {"kind": …}, eines von «kinds».',
  ],
  [
    'write a treatment, or null for the control arm',
    'Wählen Sie, was gezeigt wird, oder nichts für die Kontrollgruppe.',
  ],
  ['write a list of variants', 'Schreiben Sie eine Liste von Gruppen.'],
  ['add at least one variant', 'Fügen Sie mindestens eine Gruppe hinzu.'],
  ['list at most «most» variants', 'Es sind zu viele Gruppen: höchstens «most».'],
  ['list at most «most» tags', 'Es sind zu viele Schlagwörter: höchstens «most».'],
  ['write a list of steps', 'Schreiben Sie eine Liste von Schritten.'],
  ['list at most «most» steps', 'Es sind zu viele Schritte: höchstens «most».'],
  ['add at least one step', 'Fügen Sie mindestens einen Schritt hinzu.'],
  [
    'write a list of steps: [{"title": …, "text": …}]',
    'Schreiben Sie eine Liste von Schritten: [{"title": …, "text": …}]',
  ],
  ['name a language, like "en" or "pt-BR"', 'Nennen Sie eine Sprache, zum Beispiel „en“ oder „pt-BR“.'],
  ['write the text in at least one language', 'Schreiben Sie den Text in mindestens einer Sprache.'],
  [
    'write a text, or one a language: {"en": …, "de": …}',
    'Schreiben Sie einen Text, oder einen je Sprache: {"en": …, "de": …}.',
  ],
  ['write the code', 'Schreiben Sie den Code.'],
  ['write cart or viewed', 'Wählen Sie cart oder viewed.'],
  ['write top or bottom', 'Wählen Sie oben oder unten.'],
  ['name at most «most» rows', 'Nennen Sie höchstens «most» Zeilen.'],
  [
    'write a list: [{"icon": "returns", "text": …}]',
    'Schreiben Sie eine Liste: [{"icon": "returns", "text": …}]',
  ],
  ['add at least one signal', 'Nennen Sie mindestens einen Grund für Vertrauen.'],
  ['name at most «most» signals', 'Nennen Sie höchstens «most» Gründe für Vertrauen.'],
  ['write a list: [{"key": …, "label": …}]', 'Schreiben Sie eine Liste: [{"key": …, "label": …}]'],
  ['add a second answer', 'Fügen Sie eine zweite Antwort hinzu.'],
  ['list at most «most» answers', 'Es sind zu viele Antworten: höchstens «most».'],
  [
    '"«key»" names who is left out of everything: take another',
    '„«key»“ heißt schon die Gruppe, die von allem ausgenommen ist: Nehmen Sie einen anderen Namen.',
  ],
  [
    '"«key»" stands here twice: take another key',
    '„«key»“ steht hier zweimal: Nehmen Sie einen anderen Namen.',
  ],
  ['"«key»" stands here twice: leave one of them out', '„«key»“ steht hier zweimal: Lassen Sie eines weg.'],
  [
    'one control arm is enough: give this one a treatment',
    'Eine Kontrollgruppe genügt: Zeigen Sie dieser Gruppe etwas.',
  ],
  [
    'add a variant with a treatment: a control arm alone shows nothing',
    'Es fehlt eine Gruppe, der etwas gezeigt wird: Eine Kontrollgruppe allein sieht nichts.',
  ],
  ['give at least one variant a weight above 0', 'Geben Sie mindestens einer Gruppe ein Gewicht über 0.'],
  ['the channel «channel» takes «kinds»', 'Auf dem Weg „«channel»“ geht nur: «kinds».'],
  [
    'leave it out: only the channel flow carries products',
    'Lassen Sie es weg: Produkte gehen nur über Shopify Flow mit.',
  ],
  ['a slot takes one of «kinds»', 'Auf einem festen Platz geht nur eines von: «kinds».'],
  [
    'for «channel», put {"idle": "«idle»"} into a segment and write {"entry": …}',
    'Auf diesem Weg („«channel»“) kann die Kampagne nicht auf Stille warten: Machen Sie ein Segment „Ist untätig seit «idle»“, und lösen Sie sie aus, wenn jemand hineinkommt.',
  ],
  [
    'it happens on a page: for «channel», take entry, exit, event or schedule',
    'Das geschieht auf einer Seite. Für „«channel»“ geht: wenn jemand in ein Segment kommt oder es verlässt, nach einem Ereignis, oder zu festen Zeiten.',
  ],
  [
    'a page is asked when somebody is there: take entry, event or slot',
    'Auf einer Seite gibt es keine festen Zeiten, nur jemanden, der da ist: Wählen Sie ein Segment, ein Ereignis oder einen festen Platz.',
  ],
  [
    'a slot shows one thing: leave the steps out, or take another trigger',
    'Ein fester Platz zeigt nur eines: Lassen Sie die Schritte weg, oder wählen Sie einen anderen Auslöser.',
  ],
  ['write campaign, channel, tag or all', 'Wählen Sie campaign, channel, tag oder all.'],
  [
    '"7d", day, week or lifetime',
    'Wählen Sie, für welchen Zeitraum die Grenze gilt: „7d“, day, week oder lifetime.',
  ],
  [
    'write "7d" for a rolling window, or day, week, lifetime',
    'Wählen Sie, für welchen Zeitraum die Grenze gilt: „7d“ für die letzten sieben Tage, oder day, week, lifetime.',
  ],
  ['write how many a «unit»', 'Schreiben Sie, wie viele es höchstens sein dürfen («unit»).'],
  ['write a list of caps', 'Schreiben Sie eine Liste von Grenzen.'],
  ['list at most «most» caps', 'Es sind zu viele Grenzen: höchstens «most».'],
  ['at most how many', 'Schreiben Sie, wie viele es höchstens sein dürfen.'],
  ['one window a cap: write two caps', 'Eine Grenze hat einen Zeitraum: Machen Sie zwei daraus.'],
  ['which tag', 'Nennen Sie das Schlagwort.'],
  [
    'write "scope": "tag" with it',
    'Ein Schlagwort gilt nur, wo die Grenze für Schlagwörter ist („scope“: „tag“).',
  ],
  ['write an instant after "starts"', 'Das Ende muss nach dem Anfang liegen.'],
  [
    'leave code and ends out: offer.codesLast has a code made for each visitor',
    'Lassen Sie Code und Ende weg: Für jeden wird ein eigener Code gemacht.',
  ],
  [
    'the code, or offer.codesLast to have codes made',
    'Schreiben Sie den Code, oder lassen Sie für jeden einen eigenen machen („Codes gelten“).',
  ],
  ['when the code stops working, in ISO 8601', 'Schreiben Sie, bis wann der Code gilt.'],
  [
    'the property that is summed, like "«path»"',
    'Nennen Sie die Eigenschaft, die summiert wird, zum Beispiel „«path»“.',
  ],
  [
    'only revenue and expansion sum a property: leave it out',
    'Eine Eigenschaft wird nur für Umsatz und Mehrkauf summiert: Lassen Sie sie weg.',
  ],
  [
    'write less than «within», the end of the window',
    'Schreiben Sie weniger als «within»: Dann endet der Zeitraum.',
  ],
  [
    'give the control arm, and the others together, 5 % of the weight or more: else nobody can tell whom it changes',
    'Geben Sie der Kontrollgruppe, und allen anderen zusammen, je mindestens 5 % des Gewichts: Sonst lässt sich nicht sagen, bei wem es wirkt.',
  ],
  [
    'a sequence is for everybody: leave the steps or this out',
    'Eine Folge von Schritten ist für alle da: Lassen Sie die Schritte oder diese Auswahl weg.',
  ],
  [
    'a service that was asked for is for everybody: leave this out',
    'Worum jemand gebeten hat, das bekommen alle: Lassen Sie diese Auswahl weg.',
  ],
  [
    'write a plain word, like "Close" or "No, thanks": nobody has to say something of themselves',
    'Schreiben Sie ein schlichtes Wort wie „Schließen“ oder „Nein, danke“: Niemand soll dabei etwas über sich sagen müssen.',
  ],
  [
    'leave out what nobody keeps true: a text that says how few are left says so tomorrow as well',
    'Lassen Sie weg, was niemand nachprüft: Ein Text, der „nur noch wenige“ sagt, sagt das morgen auch.',
  ],
  [
    '«event»: nothing interrupts who is paying; take an earlier event',
    '„«event»“: Wer gerade bezahlt, wird nicht unterbrochen. Wählen Sie ein früheres Ereignis.',
  ],
  [
    'there is no segment "«key»" on this site: put it first',
    'Das Segment „«key»“ gibt es nicht: Legen Sie es zuerst an.',
  ],
  [
    'no platform of this site makes codes: write a code and its end into the treatment',
    'Codes kann hier niemand machen lassen: Schreiben Sie einen Code und sein Ende selbst hinein.',
  ],
  [
    'a site keeps at most «most» campaigns: change one of them',
    'Mehr als «most» Kampagnen sind nicht möglich: Ändern Sie eine davon.',
  ],
  [
    'nothing sends mail here: set INKLING_SMTP_URL and INKLING_MAIL_FROM, and start again',
    'Von hier geht noch keine E-Mail ab: Wer den Server betreibt, muss INKLING_SMTP_URL und INKLING_MAIL_FROM setzen und neu starten.',
  ],
  [
    'nothing carries «channel» here: connect it first, or leave the campaign a draft',
    'Der Weg „«channel»“ ist hier nicht verbunden: Verbinden Sie ihn zuerst, oder lassen Sie die Kampagne einen Entwurf sein.',
  ],
  [
    'set `postalAddress` with PATCH /v1/mail: advertising has to name it',
    'Werbung muss eine Postanschrift nennen: Tragen Sie sie in den Einstellungen unter „E-Mail“ ein.',
  ],
  [
    'set INKLING_MAIL_FROM, or `from` with PATCH /v1/mail',
    'Es fehlt, von wem die E-Mails kommen: Tragen Sie den Absender in den Einstellungen unter „E-Mail“ ein.',
  ],
  [
    'see GET /v1/campaigns for those of this site',
    'Diese Kampagne gibt es hier nicht. Auf der Seite „Kampagnen“ stehen alle, die es gibt.',
  ],
  [
    'see GET /v1/campaigns for the campaigns of this site',
    'Diese Kampagne gibt es hier nicht. Auf der Seite „Kampagnen“ stehen alle, die es gibt.',
  ],
  ['see `versions` of the campaign for those that it has', 'Diese Fassung hat die Kampagne nicht.'],
  [
    '«template» has no place for it: leave it out',
    'Dafür hat die Vorlage „«template»“ keinen Platz: Lassen Sie es weg.',
  ],
  [
    'there is a campaign "«key»": give this one another key',
    'Die Kampagne „«key»“ gibt es schon: Geben Sie dieser einen anderen Kurznamen.',
  ],
  ['write the share that converts: 0.03 for 3 %', 'Schreiben Sie den Anteil, der kauft: 0.03 für 3 %.'],
  [
    'with it more than all would convert: write a smaller one, 0.1 for a tenth more',
    'Damit würden mehr als alle kaufen: Schreiben Sie einen kleineren Zuwachs, 0.1 für ein Zehntel mehr.',
  ],
  [
    'the variance of what a visitor brings, zeros included',
    'Nennen Sie die Streuung dessen, was eine Person bringt, die Nullen eingeschlossen.',
  ],
];
