/** Cures of conditions, of the line that says them, and of segments: core/segments. */
import type { CureRow } from './table.ts';

export const SEGMENT_CURES: readonly CureRow[] = [
  ['this is no condition', 'Das ist keine Bedingung.'],
  ['a condition, like {"event": …}', 'Schreiben Sie eine Bedingung wie {"event": …}.'],
  ['write a condition, like {"event": …}', 'Schreiben Sie eine Bedingung wie {"event": …}.'],
  ['write {"all": [ … ]} or {"any": [ … ]}', 'Schreiben Sie {"all": [ … ]} oder {"any": [ … ]}.'],
  [
    '«one» and «other» are two conditions: put each into an object of its own in {"all": [ … ]}',
    '«one» und «other» sind zwei Bedingungen: Geben Sie jeder ein eigenes Objekt in {"all": [ … ]}.',
  ],
  ['say what it asks by one of «keys»', 'Sagen Sie, wonach die Bedingung fragt, mit einem von: «keys».'],
  ['write a list of conditions: [ … ]', 'Schreiben Sie eine Liste von Bedingungen: [ … ]'],
  ['add at least one condition', 'Fügen Sie mindestens eine Bedingung hinzu.'],
  ['list at most «most» conditions', 'Es sind zu viele Bedingungen: höchstens «most» in einer Gruppe.'],
  [
    'write at most «most» conditions, or name a part as a segment',
    'Es sind zu viele Bedingungen: höchstens «most». Machen Sie aus einem Teil ein eigenes Segment.',
  ],
  [
    'nest at most «most» conditions, or name a part as a segment',
    'Es ist zu tief verschachtelt: höchstens «most» Ebenen. Machen Sie aus einem Teil ein eigenes Segment.',
  ],
  ['it asks nothing: add one of «keys»', 'So wird nach nichts gefragt: Fügen Sie eines von «keys» hinzu.'],
  ['it asks nothing: add «key»', 'So wird nach nichts gefragt: Fügen Sie «key» hinzu.'],
  [
    'it asks nothing: name a property, or leave it out',
    'So wird nach nichts gefragt: Nennen Sie eine Eigenschaft, oder lassen Sie es weg.',
  ],
  [
    'only numbers are more or less: compare texts by eq, in, contains or startsWith',
    'Nur Zahlen können größer oder kleiner sein: Vergleichen Sie Texte mit „ist“, „eins von“, „enthält“ oder „beginnt mit“.',
  ],
  ['write an object: {"category": "Shoes"}', 'Schreiben Sie ein Objekt wie {"category": "Shoes"}.'],
  [
    '«one» or «other», not both: put two conditions into {"all": [ … ]}',
    '«one» oder «other», nicht beides: Machen Sie zwei Bedingungen daraus, die beide gelten müssen.',
  ],
  [
    'one condition goes into one list: «one» goes into «list», «other» into «more»',
    'Eine Bedingung sieht nur in eine Liste: «one» liegt in «list», «other» in «more».',
  ],
  ['start with an event: {"event": …}', 'Am Anfang muss ein Ereignis stehen.'],
  [
    'nothing lies before the first step: write it beside "sequence", where it says how old that step may be',
    'Vor dem ersten Schritt liegt nichts. Wie alt dieser sein darf, steht bei der ganzen Folge („Begonnen“).',
  ],
  [
    'put an event between two absent steps, or make them one',
    'Zwischen zwei Schritten, in denen etwas nicht geschieht, muss ein Ereignis stehen. Machen Sie sonst einen daraus.',
  ],
  [
    'write {"event": …, "within": …} or {"absent": …, "for": …}',
    'Schreiben Sie {"event": …, "within": …} oder {"absent": …, "for": …}.',
  ],
  ['write a list of steps: [ … ]', 'Schreiben Sie eine Liste von Schritten: [ … ]'],
  [
    'add a second step; one step alone is an event condition',
    'Fügen Sie einen zweiten Schritt hinzu: Ein Schritt allein ist keine Folge.',
  ],
  [
    '«name» is derived: ask for it by {"event": …, "within": …}',
    '„«name»“ wird erst errechnet: Fragen Sie danach mit „Hat etwas getan“ und einem Zeitraum.',
  ],
  [
    'write at most «most», the threshold to enter by',
    'Schreiben Sie höchstens «most»: Ab diesem Wert kommt man hinein.',
  ],
  ['name a score, like "«label»"', 'Nennen Sie eine Prognose, zum Beispiel „«label»“.'],
  [
    'write "today": an anniversary asks for nothing else',
    'Schreiben Sie „today“: Ein Jahrestag fragt nach nichts anderem.',
  ],
  ['at column «column»: «cure»', 'Zeichen «column» der Zeile: «cure»'],
  [
    'the line ends here: did you mean "«meant»"? Expected «words»',
    'Hier endet die Zeile. Meinten Sie „«meant»“? Möglich ist: «words»',
  ],
  ['the line ends here: expected one of «words»', 'Hier endet die Zeile. Es fehlt eines von: «words»'],
  ['the line ends here: expected «words»', 'Hier endet die Zeile. Es fehlt: «words»'],
  [
    '"«found»" is not understood here: did you mean "«meant»"? Expected one of «words»',
    '„«found»“ wird hier nicht verstanden. Meinten Sie „«meant»“? Möglich ist hier: «words»',
  ],
  [
    '"«found»" is not understood here: did you mean "«meant»"? Expected «words»',
    '„«found»“ wird hier nicht verstanden. Meinten Sie „«meant»“? Möglich ist hier: «words»',
  ],
  [
    '"«found»" is not understood here: expected one of «words»',
    '„«found»“ wird hier nicht verstanden. Möglich ist hier: «words»',
  ],
  [
    '"«found»" is not understood here: expected «words»',
    '„«found»“ wird hier nicht verstanden. Möglich ist hier: «words»',
  ],
  ['send when or words, not both', 'Schicken Sie „when“ oder „words“, nicht beides.'],
  ['write one line of words', 'Schreiben Sie eine Zeile.'],
  ['send {"name": …, "when": { … }}', 'Schicken Sie {"name": …, "when": { … }}.'],
  [
    'the address says "«key»": write the same here, or leave it out',
    'In der Adresse steht „«key»“: Schreiben Sie hier dasselbe, oder lassen Sie es weg.',
  ],
  [
    '"«key»" is taken by an address of the API: take another, like "«other»"',
    'Der Kurzname „«key»“ ist vergeben: Nehmen Sie einen anderen, zum Beispiel „«other»“.',
  ],
  [
    '«key» cannot ask for itself: name another segment',
    'Das Segment „«key»“ kann nicht nach sich selbst fragen: Nennen Sie ein anderes.',
  ],
  ['there is no such segment on this site', 'Dieses Segment gibt es nicht mehr.'],
  ['there is no segment "«key»"; put it first', 'Das Segment „«key»“ gibt es nicht: Legen Sie es zuerst an.'],
  ['there is no segment "«key»"', 'Das Segment „«key»“ gibt es nicht.'],
  [
    'there is no stage "«stage»"; put the stages first',
    'Die Stufe „«stage»“ gibt es nicht: Legen Sie die Stufen zuerst an.',
  ],
  [
    'events are kept for «days» days: ask for less, use lifetime, or raise eventDays of the site',
    'Ereignisse bleiben «days» Tage: Fragen Sie nach einem kürzeren Zeitraum oder nach aller Zeit, oder verlängern Sie die Frist in den Einstellungen.',
  ],
  [
    'with all that it names, segment "«key»" asks more than «most» conditions: name less',
    'Mit allen Segmenten, auf denen „«key»“ aufbaut, sind es mehr als «most» Bedingungen: Nehmen Sie etwas heraus.',
  ],
  [
    'with all that they name, the segments of a site ask at most «most» conditions',
    'Alle Segmente zusammen haben zu viele Bedingungen: höchstens «most».',
  ],
  [
    'segment "«key»" asks for stage "«stage»": keep it, or change the segment',
    'Das Segment „«key»“ fragt nach der Stufe „«stage»“: Behalten Sie sie, oder ändern Sie das Segment.',
  ],
  [
    'there is no segment "«key»" in force on this site',
    'Das Segment „«key»“ gibt es hier nicht, oder es wird noch gezählt.',
  ],
  [
    '«key» stands here twice: give it another key',
    '„«key»“ steht hier zweimal: Geben Sie einem einen anderen Kurznamen.',
  ],
  [
    'a stage cannot ask for a stage: ask for events',
    'Eine Stufe kann nicht nach einer Stufe fragen: Fragen Sie nach Ereignissen.',
  ],
  [
    'send {"segments": [ … ]}, {"stages": [ … ]}, or both',
    'Schicken Sie {"segments": [ … ]}, {"stages": [ … ]} oder beides.',
  ],
  ['write a list of segments', 'Schreiben Sie eine Liste von Segmenten.'],
  ['write a list: [{"key": …, "when": …}]', 'Schreiben Sie eine Liste: [{"key": …, "when": …}]'],
  ['add at least one stage', 'Fügen Sie mindestens eine Stufe hinzu.'],
  ['list at most «most» stages', 'Es sind zu viele Stufen: höchstens «most».'],
  [
    'a site has «most» segments at most',
    'Mehr als «most» Segmente sind nicht möglich: Löschen Sie zuerst eines.',
  ],
  [
    'segments must not build on each other: «way»',
    'Segmente dürfen nicht im Kreis aufeinander aufbauen: «way».',
  ],
  [
    'used by segment "«key»": change or delete them first',
    'Das Segment „«key»“ baut darauf auf: Ändern oder löschen Sie das zuerst.',
  ],
  [
    'used by stage "«key»": change or delete them first',
    'Die Stufe „«key»“ baut darauf auf: Ändern Sie die zuerst.',
  ],
  [
    'used by «users»: change or delete them first',
    'Es wird noch gebraucht, von: «users». Ändern oder löschen Sie das zuerst.',
  ],
  [
    'the campaign "«key»" asks for it: change or delete that first',
    'Die Kampagne „«key»“ richtet sich danach: Ändern oder löschen Sie diese zuerst.',
  ],
  [
    'see GET /v1/segments for the segments of this site',
    'Dieses Segment gibt es hier nicht. Auf der Seite „Segmente“ stehen alle, die es gibt.',
  ],
  [
    'it asks for a score, and no model scores visitors on this site: train one first',
    'Es fragt nach einer Prognose, und hier gibt es noch keine: Trainieren Sie zuerst ein Modell.',
  ],
  [
    'it asks what became of e-mails, and nothing reports that on this site: connect the sender first',
    'Es fragt, was aus E-Mails wurde, und das meldet hier niemand: Verbinden Sie zuerst den Versanddienst.',
  ],
  [
    'it asks what a campaign did, and this site runs none: add one first',
    'Es fragt, was eine Kampagne tat, und hier läuft noch keine: Legen Sie zuerst eine an.',
  ],
  [
    'no event "«name»" is known: did you mean "«meant»"?',
    'Ein Ereignis „«name»“ ist nicht bekannt. Meinten Sie „«meant»“?',
  ],
  [
    'no property "«name»" of «events» is known: did you mean "«meant»"?',
    'Eine Eigenschaft „«name»“ ist bei „«events»“ nicht bekannt. Meinten Sie „«meant»“?',
  ],
  ['nothing is held of such a visitor on this site', 'Zu dieser Person ist nichts gespeichert.'],
  [
    'what segments look back to then is no longer kept: ask for «instant» or later',
    'So weit zurück wird nichts aufbewahrt: Fragen Sie nach «instant» oder später.',
  ],
];
