/** What the page of the installation says of what works. */
import type { WordSet } from './words.ts';

type Named = { readonly name: string; readonly seen: (ago: string) => string; readonly todo: string };
export type CheckWords = {
  readonly checks: {
    readonly title: string;
    readonly text: (since: string) => string;
    readonly works: string;
    readonly waiting: string;
    readonly look: string;
    readonly tracker: Named;
    readonly pages: Named;
    readonly consent: Named;
    readonly servers: Named;
    readonly messages: Named;
    readonly decisions: Named;
    readonly times: (times: string) => string;
    readonly version: (version: string) => string;
    readonly counts: (accepted: string, refused: string) => string;
    readonly refused: (code: string, ago: string) => string;
    readonly choices: (days: string, allowed: string, gpc: string) => string;
  };
};

export const CHECKS: WordSet<CheckWords> = {
  en: {
    checks: {
      title: 'Does it work?',
      text: (since) => `Looked at again every five seconds; counted since the server started, ${since}.`,
      works: 'Works',
      waiting: 'Waiting',
      look: 'Look here',
      tracker: {
        name: 'Script in the page',
        seen: (ago) => `Asked for ${ago}.`,
        todo: 'No page has asked for the script yet. Put step 1 into your pages, then open one.',
      },
      pages: {
        name: 'Events of pages',
        seen: (ago) => `The last page was heard of ${ago}.`,
        todo: 'No page has sent anything yet. Open one, without an ad blocker, and leave it again.',
      },
      consent: {
        name: 'What visitors allow',
        seen: (ago) => `A choice came with a page ${ago}.`,
        todo: 'No page has said what its visitor allows. Until one does, the policy of your site decides: see step 2.',
      },
      servers: {
        name: 'Events of your server',
        seen: (ago) => `Your server sent something ${ago}.`,
        todo: 'Nothing has come from a server yet. Orders are safest from there, since no page can lose them.',
      },
      messages: {
        name: 'Messages of Segment’s libraries',
        seen: (ago) => `A message came ${ago}.`,
        todo: 'None has come. You need this only if you have Segment or RudderStack.',
      },
      decisions: {
        name: 'Campaigns answered',
        seen: (ago) => `A page was given something to show ${ago}.`,
        todo: 'No page has been given anything to show. That begins with the first live campaign.',
      },
      times: (times) => `${times} in all.`,
      version: (version) => `It is of version ${version}.`,
      counts: (accepted, refused) => `${accepted} taken, ${refused} not.`,
      refused: (code, ago) => `Last refused ${ago}: ${code}.`,
      choices: (days, allowed, gpc) =>
        `In the last ${days} days, on all servers: ${allowed} page loads with consent, ${gpc} with Global Privacy Control, honoured.`,
    },
  },
  de: {
    checks: {
      title: 'Funktioniert es?',
      text: (since) => `Wird alle fünf Sekunden neu angesehen; gezählt seit dem Start des Servers, ${since}.`,
      works: 'Läuft',
      waiting: 'Wartet',
      look: 'Bitte ansehen',
      tracker: {
        name: 'Skript in der Seite',
        seen: (ago) => `Geladen ${ago}.`,
        todo: 'Noch keine Seite hat das Skript geladen. Setzen Sie Schritt 1 in Ihre Seiten, und öffnen Sie eine.',
      },
      pages: {
        name: 'Ereignisse von Seiten',
        seen: (ago) => `Die letzte Seite meldete sich ${ago}.`,
        todo: 'Noch keine Seite hat etwas gesendet. Öffnen Sie eine, ohne Werbeblocker, und verlassen Sie sie wieder.',
      },
      consent: {
        name: 'Was Besucher erlauben',
        seen: (ago) => `Eine Wahl kam mit einer Seite ${ago}.`,
        todo: 'Noch keine Seite hat gesagt, was ihr Besucher erlaubt. Bis dahin entscheidet die Regel Ihrer Website: siehe Schritt 2.',
      },
      servers: {
        name: 'Ereignisse Ihres Servers',
        seen: (ago) => `Ihr Server sendete etwas ${ago}.`,
        todo: 'Noch kam nichts von einem Server. Bestellungen sind von dort am sichersten: Keine Seite kann sie verlieren.',
      },
      messages: {
        name: 'Nachrichten der Bibliotheken von Segment',
        seen: (ago) => `Eine Nachricht kam ${ago}.`,
        todo: 'Es kam keine. Das brauchen Sie nur mit Segment oder RudderStack.',
      },
      decisions: {
        name: 'Antworten von Kampagnen',
        seen: (ago) => `Eine Seite bekam etwas zu zeigen ${ago}.`,
        todo: 'Noch keine Seite bekam etwas zu zeigen. Das beginnt mit der ersten laufenden Kampagne.',
      },
      times: (times) => `Insgesamt ${times}.`,
      version: (version) => `Es ist von Version ${version}.`,
      counts: (accepted, refused) => `${accepted} angenommen, ${refused} nicht.`,
      refused: (code, ago) => `Zuletzt abgelehnt ${ago}: ${code}.`,
      choices: (days, allowed, gpc) =>
        `In den letzten ${days} Tagen, auf allen Servern: ${allowed} Seitenaufrufe mit Einwilligung, ${gpc} mit Global Privacy Control, befolgt.`,
    },
  },
};
