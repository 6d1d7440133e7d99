import type { HeldWords } from '../held-shape.ts';

export const de: HeldWords = {
  classes: {
    'address and browser of a request': {
      name: 'Adresse und Browser',
      text: 'Werden angesehen, während eine Anfrage beantwortet wird: für die Tagesnummer eines Besuchers und gegen Überlastung. Nie aufgeschrieben.',
    },
    'daily salts': {
      name: 'Tagesschlüssel',
      text: 'Zufällige Schlüssel hinter anonymen Nummern. Jeder wird 48 Stunden nach seiner Entstehung vernichtet; danach kann niemand mehr sagen, wer ein anonymer Besucher war.',
    },
    'counted events': {
      name: 'Zählungen ohne Besucher',
      text: 'Dass in einer Stunde eine Seite gesehen wurde, ohne wessen Besuch es war.',
    },
    events: {
      name: 'Was Besucher tun',
      text: 'Seiten, Suchen, Warenkörbe und Käufe, unter einer Nummer, die für den Besucher steht. Bei anonymen Besuchern verlieren sie diese Nummer nach 48 Stunden.',
    },
    orders: {
      name: 'Bestellungen',
      text: 'Was wann und für wie viel gekauft wurde. Bestellnummern werden so aufbewahrt, dass sie niemand zurücklesen kann.',
    },
    profiles: {
      name: 'Profile',
      text: 'Was die Ereignisse eines Besuchers ergeben: Anzahlen, Summen, Besuche, Segmente. Ein anonymes Profil endet mit seinem Tagesschlüssel.',
    },
    'links between ids': {
      name: 'Geräte und Anmeldungen, die zusammengehören',
      text: 'Damit eine Person alles bekommt, was über sie da ist, und alles davon gelöscht wird.',
    },
    'consent and objection': {
      name: 'Was Besucher erlaubt oder abgelehnt haben',
      text: 'Jede Wahl mit ihrer Zeit, damit Sie sie nachweisen können. Eine Ablehnung überdauert das Profil.',
    },
    'segments entered and left': {
      name: 'Betretene und verlassene Segmente',
      text: 'Damit eine Kampagne im richtigen Moment beginnt und sich später erklären lässt.',
    },
    scores: {
      name: 'Prognosen',
      text: 'Wie wahrscheinlich ein Besucher kauft oder wegbleibt. Nur von Besuchern, die Personalisierung erlauben.',
    },
    'decisions and what was shown': {
      name: 'Was Kampagnen gewählt und gezeigt haben',
      text: 'Damit Sie messen können, was sie bewirken.',
    },
    'limits of campaigns': {
      name: 'Wie oft etwas gezeigt wurde',
      text: 'Damit niemand dasselbe zu oft sieht.',
    },
    contacts: {
      name: 'E-Mail-Adressen',
      text: 'Verschlüsselt, und nur von denen, die Post erlaubt haben. Sie gehen, wenn diese Einwilligung endet.',
    },
    'what a platform has of scores and segments': {
      name: 'Was Ihr Shopsystem bekommen hat',
      text: 'Welche Prognosen und Segmente dort bei einem Kunden stehen, damit sie zurückgenommen werden können.',
    },
    'what Segment was told last': {
      name: 'Was Segment zuletzt erfahren hat',
      text: 'Damit nur gesendet wird, was sich geändert hat.',
    },
    'marks of sent mails': {
      name: 'Vermerke über gesendete E-Mails',
      text: 'Zwei Tage lang, damit eine E-Mail nur einmal hinausgeht.',
    },
    'mailboxes that want no more mail': {
      name: 'Postfächer, die keine Post wollen',
      text: 'Für immer, in einer Form, aus der sich die Adresse nicht zurücklesen lässt. Sonst bekämen sie nach dem nächsten Import wieder Post.',
    },
    'deliveries that wait or were given up': {
      name: 'Wartende Zustellungen',
      text: 'Bis ein Empfänger sie angenommen hat; 30 Tage, wenn er es nie tat.',
    },
    'requests of customers by way of a platform': {
      name: 'Anfragen über Ihr Shopsystem',
      text: 'Dass ein Kunde gefragt hat, und dass er Antwort bekam. 400 Tage lang.',
    },
    erasures: {
      name: 'Belege über Löschungen',
      text: 'Wann, und wie viel gegangen ist; nichts von der Person. Was sich nicht zurücklesen lässt, bleibt für immer, damit niemand aus Versehen wiederkommt.',
    },
    'facts of companies': {
      name: 'Angaben zu Geschäftskunden',
      text: 'Tarif und Größe einer Firma, wie Ihr Server sie genannt hat.',
    },
    'facts of the site': {
      name: 'Angaben zu Ihrem Shop',
      text: 'Preise und Grenzen, nach denen Segmente sehen.',
    },
    'statistics by day': {
      name: 'Statistik der Tage',
      text: 'Wie viele Aufrufe, Besucher, Bestellungen und Ereignisse ein Tag hatte, woher sie kamen und was Besucher erlaubten. Nur Summen: Niemand ist darin zu finden.',
    },
    'numbers of the site': {
      name: 'Zahlen Ihres Shops',
      text: 'Summen, Modelle und Größen von Segmenten. Niemand Einzelnes steht darin.',
    },
    'who is signed in to the console': {
      name: 'Wer hier angemeldet ist',
      text: 'Dass ein Browser diese Konsole benutzen darf, bis er sich abmeldet oder zwölf Stunden unbenutzt war, und höchstens eine Woche.',
    },
    'shops that the app is installed in': {
      name: 'Shops mit der App',
      text: 'Welcher Shop welche Website ist, und was dort funktioniert.',
    },
    'findings of the tracking plan': {
      name: 'Fehler in Ereignissen',
      text: 'Namen von Ereignissen und wie oft eine Regel verletzt wurde; keine Werte.',
    },
    'audit log': {
      name: 'Protokoll',
      text: 'Wer hier wann was geändert hat. Nie, um welchen Besucher es ging.',
    },
    'settings of the site': {
      name: 'Ihre Einstellungen',
      text: 'Segmente, Kampagnen, Produkte und alles andere, was Sie festlegen, bis Sie es ändern.',
    },
    keys: {
      name: 'Schlüssel',
      text: 'Womit verschlüsselt wird und woraus Nummern entstehen. Sie verlassen den Server nie.',
    },
    'the first run, and sample data': {
      name: 'Erste Schritte und Beispieldaten',
      text: 'Ob Sie die ersten Schritte weggelegt haben, und wie weit die Beispieldaten angelegt sind.',
    },
    'state of the work': {
      name: 'Notizen des Programms',
      text: 'Wo es nach einem Neustart weitermacht.',
    },
  },
  viewers: {
    visitor: 'Besucher selbst',
    operator: 'Sie',
    receivers: 'Empfänger Ihrer Webhooks',
    'mail server': 'Ihr Mailserver',
    platform: 'Ihr Shopsystem',
    segment: 'den Dienst Segment',
    everybody: 'alle, auf Seiten',
    machine: 'niemanden: nur die Maschine',
  },
  bases: {
    consent: 'Einwilligung',
    interest: 'berechtigtes Interesse',
    orders: 'Vertrag und Buchhaltung',
    duty: 'gesetzliche Pflicht',
    security: 'Sicherheit',
    nobody: 'nichts, denn es steht für niemanden',
  },
};
