import { counted } from '../words.ts';
import type { FirstRunWords } from './shape.ts';

export const DE: FirstRunWords = {
  title: 'Erste Schritte',
  putAway: 'Ausblenden',
  putAwayDone: 'Ausgeblendet. Segmente und Kampagnen bleiben, wie sie sind.',
  lift: {
    title: 'Was Ihr Verkehr zeigen kann',
    basis: (visitors, rate) =>
      `Etwa ${visitors} Besucher am Tag können an einer Kampagne teilnehmen, und ${rate} % davon kaufen. Der kleinste Zuwachs an Käufern, den ein Bericht belegen könnte, wenn alle teilnehmen:`,
    assumed:
      'Wie viele Besucher kaufen, lässt sich hier aus zu wenigen Bestellungen noch nicht sagen. Der Anteil stammt von einem großen Shop, der seinen veröffentlicht hat.',
    noTraffic:
      'Noch ist kein Besucher angekommen. Danach steht hier, wie groß ein Unterschied sein muss, damit man ihn sieht.',
    after: (weeks) => `Nach ${weeks} Wochen`,
    none: 'Nichts',
    fair: 'Kleinere Unterschiede bleiben verborgen. Eine gute Hilfe kann so viel bringen.',
    tooMuch:
      'So viel bringt keine Hilfe auf einer Seite. Erwarten Sie bis dahin keinen Beweis, lassen Sie sie länger laufen.',
    impossible:
      'Zu wenige Besucher: Bis dahin wäre selbst die größte Wirkung nicht vom Zufall zu unterscheiden.',
    even: (lift) => `Mit der Hälfte der Besucher in der Kontrollgruppe zeigten vier Wochen ${lift}.`,
  },
  segments: {
    title: 'Segmente nach dem, was Besucher vorhaben',
    text: 'Sie zählen Besucher ab jetzt und aus dem, was schon da ist. In Ihrem Shop ändern sie nichts.',
    install: (count) => counted(count, 'Dieses Segment anlegen', `Diese ${count} Segmente anlegen`),
    installed: 'Angelegt',
    done: 'Die Segmente sind da. Die Besucher werden gezählt.',
    open: 'Segmente ansehen',
  },
  campaign: {
    title: 'Eine erste Kampagne',
    text: 'Sie beginnt als Entwurf: Niemand sieht etwas, bevor Sie sie einschalten.',
    draft: 'Entwurf anlegen',
    open: 'Kampagne öffnen',
    none: 'Noch passt keine Kampagne. Sobald Besucher kommen, wird eine vorgeschlagen.',
  },
  results: {
    title: 'Ergebnisse',
    text: 'Sehen Sie sich den Bericht zwei Wochen nach dem Einschalten an und noch einmal nach vier. Dazwischen springen die Zahlen.',
    report: 'Bericht lesen',
    measured: (change, low, high) =>
      `Bisher gemessen: ${change} gegenüber der Kontrollgruppe; möglich ist alles von ${low} bis ${high}.`,
    verdicts: {
      ship: {
        text: 'Sie hilft.',
        next: 'Als Nächstes: Zeigen Sie sie allen bis auf eine kleine Kontrollgruppe, und versuchen Sie dann eine zweite Hilfe für ein anderes Segment.',
      },
      stop: {
        text: 'Sie hilft nicht.',
        next: 'Als Nächstes: Halten Sie sie an, und versuchen Sie für dasselbe Segment etwas anderes.',
      },
      keep_running: {
        text: 'Noch nicht entschieden.',
        next: 'Als Nächstes: Lassen Sie sie weiterlaufen, und ändern Sie nichts.',
      },
      broken: {
        text: 'Die Gruppen sind nicht so groß, wie sie sein müssten. Deshalb ist keiner Zahl zu glauben.',
        next: 'Als Nächstes: Lesen Sie im Bericht, was nicht stimmt.',
      },
      not_enough_data: {
        text: 'Zu wenige Besucher haben sie gesehen, um etwas zu sagen.',
        next: 'Als Nächstes: Lassen Sie sie weiterlaufen, oder lassen Sie mehr Besucher teilnehmen.',
      },
    },
    none: {
      text: 'Bisher hat sie niemand gesehen.',
      next: 'Als Nächstes: Sehen Sie auf der Seite der Kampagne nach, wen sie erreicht, und ob der Tracker auf diesen Seiten eingebaut ist.',
    },
    undecided:
      'Als Nächstes: Ist Ihnen ihre Wirkung wichtig, lassen Sie sie mit der Hälfte der Besucher in der Kontrollgruppe weiterlaufen. Sonst halten Sie sie an und versuchen etwas Stärkeres: Was vier Wochen nicht zeigen, ist kleiner als der oben genannte Zuwachs.',
  },
  dates: (two, four) => `Erster Blick am ${two}, zweiter Blick am ${four}.`,
  next: {
    empty: {
      title: 'Als Nächstes: Besucher zählen',
      text: 'Bauen Sie das Skript in Ihren Shop ein. Segmente können Sie schon vorher anlegen.',
    },
    segments: {
      title: 'Als Nächstes: Segmente anlegen',
      text: 'Ein Klick. Sie können jedes später ändern oder löschen.',
    },
    campaign: {
      title: 'Als Nächstes: die erste Kampagne anlegen',
      text: 'Beginnen Sie mit dem Entwurf, der zu Ihren Segmenten passt.',
    },
    draft: {
      title: 'Als Nächstes: Entwurf ausfüllen und einschalten',
      text: 'Auf der Seite der Kampagne steht, was noch fehlt.',
    },
    paused: {
      title: 'Als Nächstes: Kampagne weiterlaufen lassen',
      text: 'Solange sie ruht, wird nichts gelernt.',
    },
    begun: {
      title: 'Als Nächstes: abwarten',
      text: 'Ändern Sie zwei Wochen lang nichts: Mit einer Änderung beginnt das Ergebnis von vorn.',
    },
    two: { title: 'Zwei Wochen sind um', text: 'Ein erster Blick auf das Ergebnis.' },
    four: { title: 'Vier Wochen sind um', text: 'Zeit zu entscheiden.' },
    over: { title: 'Fertig', text: 'Die ersten Schritte sind getan.' },
  },
  campaigns: {
    'comparison-table': {
      name: 'Vergleichstabelle',
      does: 'Stellt die Produkte, die jemand immer wieder vergleicht, mit Preis und Merkmalen nebeneinander.',
    },
    'trust-signals': {
      name: 'Was Vertrauen schafft',
      does: 'Sagt auf der Seite, wie Lieferung, Rückgabe und Bezahlung gehen.',
    },
    'cross-sell-bundle': {
      name: 'Passt dazu',
      does: 'Zeigt, was zu dem eben hineingelegten Produkt passt; ein Knopf legt alles in den Warenkorb.',
    },
    'exit-message': {
      name: 'Nachricht beim Verlassen',
      does: 'Bietet jemandem Hilfe an, der vergleicht und gerade gehen will.',
    },
    'limit-walk-through': {
      name: 'Wege über die Grenze',
      does: 'Zeigt jemandem, der an eine Grenze der Testphase stieß, wie es weitergeht.',
    },
    'onboarding-tour': {
      name: 'Rundgang für den Anfang',
      does: 'Zeigt jemandem, der sich angemeldet und kaum begonnen hat, die ersten Schritte.',
    },
    newsletter: {
      name: 'Newsletter anbieten',
      does: 'Bietet jemandem, der zu Ende liest, am Ende des Textes den Newsletter an.',
    },
    'related-content': {
      name: 'Mehr zum Thema',
      does: 'Führt Leser, die suchen oder wiederkommen, zu einer Übersicht des Themas.',
    },
  },
  install: 'Skript einbauen',
  sample: {
    title: 'Beispieldaten ansehen',
    text: 'Ein erfundener Papierladen mit 2.000 Besuchern, an einem eigenen Ort: Er vermischt sich nie mit Ihren Daten. Das Anlegen dauert etwa zehn Sekunden, auf einem ausgelasteten Server länger.',
    make: 'Beispieldaten anlegen',
    filling: (share) => `Die Beispieldaten werden angelegt, ${share}`,
    look: 'Beispieldaten ansehen',
    remove: 'Beispieldaten entfernen',
    removed: (rows) => `Entfernt: ${rows} Zeilen, und nichts ist davon übrig.`,
    banner: 'Beispieldaten',
    bannerText:
      'Alles auf diesen Seiten ist erfunden: Kein Besucher, keine Bestellung und kein Ergebnis ist echt.',
    back: 'Zurück zur eigenen Website',
  },
};
