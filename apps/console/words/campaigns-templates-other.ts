/** What there is to start from for software and for magazines. */
import type { CampaignTemplateWords } from './campaigns-templates.ts';
import type { WordSet } from './words.ts';

export const OTHER_CAMPAIGN_TEMPLATES: WordSet<CampaignTemplateWords> = {
  en: {
    'limit-walk-through': {
      name: 'Walk-through at a limit',
      does: 'Walks somebody who hit a limit of the trial and stayed away for a day through the ways on: a plan, or a call.',
      worth: 'Where limits come before the trial ends, and the next plan takes a decision.',
      measure: 'Share of trials that become subscriptions within 14 days.',
      control: '20 % see none. Trials are few; plan for some weeks.',
      before: [
        'Send `Limit Reached` when somebody meets a limit.',
        'Fill in the address where a call can be booked, and see that `/pricing` is where your plans stand.',
        'Say how long a call takes, and keep to it.',
      ],
    },
    'trial-wake-up': {
      name: 'Quiet trial',
      does: 'Sends one mail with one thing to do to somebody whose trial has been quiet for three days.',
      worth: 'Where the first useful result takes minutes, once somebody begins.',
      measure: 'Share who use a feature within 7 days.',
      control: '20 % get no mail.',
      before: [
        'Connect a mail server.',
        'Write in place of the words in brackets the one thing that shows what your product is good for.',
        'Fill in the address where that begins.',
      ],
    },
    'onboarding-tour': {
      name: 'Tour for a stuck start',
      does: 'Shows the first steps to somebody who signed up and has hardly begun, and offers a call two days later.',
      worth: 'Where people who get through the first steps tend to stay.',
      measure: 'Share who use a feature within 7 days.',
      control: '20 % see none.',
      before: [
        'Write your first steps in place of the words in brackets; `target` points a step at a part of the page.',
        'Fill in the address where the first step begins, and the one where a call can be booked.',
      ],
    },
    'welcome-sequence': {
      name: 'Welcome',
      does: 'Welcomes a new account by mail, shows one thing to start with, and asks a week later whether help is wanted.',
      worth: 'For every product that people sign up for.',
      measure: 'Share who use a feature within 14 days; whoever does gets no further mail.',
      control: '10 % get none of it.',
      before: [
        'Connect a mail server.',
        'Write in place of the words in brackets the one thing to start with.',
        'Fill in the address where that begins.',
      ],
    },
    newsletter: {
      name: 'Newsletter',
      does: 'Offers the newsletter at the end of a piece to somebody who reads to the end.',
      worth: 'Where the newsletter is worth reading by itself.',
      measure: 'Share who sign up within 7 days.',
      control: '10 % see the page without it.',
      before: [
        'Give the end of a piece a slot: `data-inkling-slot="article-end"`.',
        'Fill in the address of the sign-up page, and how often you write.',
        'Send `Signed Up` when somebody has confirmed.',
      ],
    },
    'related-content': {
      name: 'Related content',
      does: 'Points readers who search or come back to an overview of the subject, in the page.',
      worth: 'Where there is more on a subject than a search shows.',
      measure: 'Pages viewed per visitor within 24 hours.',
      control: '10 % see the page without it.',
      before: [
        'Give the page a slot: `data-inkling-slot="related"`.',
        'Name the subject in place of the words in brackets, and fill in the address of the overview.',
      ],
    },
  },
  de: {
    'limit-walk-through': {
      name: 'Wege über die Grenze',
      does: 'Führt jemanden, der an eine Grenze der Probezeit kam und einen Tag fortblieb, durch die Wege weiter: ein Tarif oder ein Gespräch.',
      worth: 'Wo Grenzen vor dem Ende der Probezeit kommen und der nächste Tarif eine Entscheidung verlangt.',
      measure: 'Anteil der Probezeiten, aus denen innerhalb von 14 Tagen ein Abonnement wird.',
      control: '20 % sehen keine. Probezeiten sind wenige; rechnen Sie mit einigen Wochen.',
      before: [
        'Senden Sie `Limit Reached`, wenn jemand an eine Grenze kommt.',
        'Tragen Sie die Adresse ein, unter der ein Gespräch zu buchen ist, und prüfen Sie, ob Ihre Tarife unter `/pricing` stehen.',
        'Sagen Sie, wie lange ein Gespräch dauert, und halten Sie sich daran.',
      ],
    },
    'trial-wake-up': {
      name: 'Stille Probezeit',
      does: 'Sendet eine E-Mail mit einer einzigen Aufgabe an jemanden, dessen Probezeit seit drei Tagen still ist.',
      worth: 'Wo das erste brauchbare Ergebnis Minuten dauert, sobald jemand anfängt.',
      measure: 'Anteil, der innerhalb von 7 Tagen eine Funktion nutzt.',
      control: '20 % bekommen keine E-Mail.',
      before: [
        'Verbinden Sie einen Mailserver.',
        'Schreiben Sie statt der Worte in Klammern das eine, das zeigt, wofür Ihr Produkt gut ist.',
        'Tragen Sie die Adresse ein, unter der das beginnt.',
      ],
    },
    'onboarding-tour': {
      name: 'Rundgang für den Anfang',
      does: 'Zeigt jemandem, der sich angemeldet und kaum begonnen hat, die ersten Schritte, und bietet zwei Tage später ein Gespräch an.',
      worth: 'Wo Menschen meist bleiben, die durch die ersten Schritte kommen.',
      measure: 'Anteil, der innerhalb von 7 Tagen eine Funktion nutzt.',
      control: '20 % sehen keine.',
      before: [
        'Schreiben Sie statt der Worte in Klammern Ihre ersten Schritte; `target` zeigt mit einem Schritt auf einen Teil der Seite.',
        'Tragen Sie die Adresse ein, unter der der erste Schritt beginnt, und die, unter der ein Gespräch zu buchen ist.',
      ],
    },
    'welcome-sequence': {
      name: 'Willkommen',
      does: 'Begrüßt ein neues Konto per E-Mail, zeigt einen Anfang, und fragt eine Woche später, ob Hilfe gewünscht ist.',
      worth: 'Für jedes Produkt, bei dem man sich anmeldet.',
      measure:
        'Anteil, der innerhalb von 14 Tagen eine Funktion nutzt; wer es tut, bekommt keine weitere E-Mail.',
      control: '10 % bekommen nichts davon.',
      before: [
        'Verbinden Sie einen Mailserver.',
        'Schreiben Sie statt der Worte in Klammern das eine, womit man anfängt.',
        'Tragen Sie die Adresse ein, unter der das beginnt.',
      ],
    },
    newsletter: {
      name: 'Newsletter anbieten',
      does: 'Bietet am Ende eines Textes jemandem den Newsletter an, der bis dorthin liest.',
      worth: 'Wo der Newsletter selbst lesenswert ist.',
      measure: 'Anteil, der sich innerhalb von 7 Tagen anmeldet.',
      control: '10 % sehen die Seite ohne das Angebot.',
      before: [
        'Geben Sie dem Ende eines Textes einen Platz: `data-inkling-slot="article-end"`.',
        'Tragen Sie die Adresse der Anmeldeseite ein, und wie oft Sie schreiben.',
        'Senden Sie `Signed Up`, wenn jemand bestätigt hat.',
      ],
    },
    'related-content': {
      name: 'Mehr zum Thema',
      does: 'Weist Leser, die suchen oder wiederkommen, in der Seite auf eine Übersicht zum Thema hin.',
      worth: 'Wo es zu einem Thema mehr gibt, als eine Suche zeigt.',
      measure: 'Angesehene Seiten je Besucher innerhalb von 24 Stunden.',
      control: '10 % sehen die Seite ohne den Hinweis.',
      before: [
        'Geben Sie der Seite einen Platz: `data-inkling-slot="related"`.',
        'Nennen Sie statt der Worte in Klammern das Thema, und tragen Sie die Adresse der Übersicht ein.',
      ],
    },
  },
};
