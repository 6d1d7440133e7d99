/** What the page of the installation says: how it is done, step by step. */
import type { WordSet } from './words.ts';

type Step = { readonly title: string; readonly text: string };
export type InstallWords = {
  readonly intro: string;
  readonly ways: {
    readonly label: string;
    readonly any: string;
    readonly shopify: string;
    readonly wordpress: string;
    readonly segment: string;
  };
  readonly keys: {
    readonly write: string;
    readonly secret: string;
    readonly where: string;
    readonly link: string;
  };
  readonly any: {
    readonly tracker: Step;
    readonly consent: Step;
    readonly products: Step;
    readonly orders: Step;
    readonly privacy: Step;
    readonly policy: Step;
  };
  readonly shopify: {
    readonly account: Step;
    readonly link: Step;
    readonly deploy: Step;
    readonly start: Step;
    readonly open: Step;
  };
  readonly wordpress: {
    readonly zip: Step;
    readonly upload: Step;
    readonly connect: Step;
    readonly check: Step;
  };
  readonly connect: { readonly address: string; readonly writeKey: string; readonly siteId: string };
  readonly segment: {
    readonly consent: Step;
    readonly browser: Step;
    readonly node: Step;
    readonly cloud: Step;
  };
  readonly copy: string;
  readonly copied: string;
  readonly marked: string;
};

export const INSTALL: WordSet<InstallWords> = {
  en: {
    intro: 'Put Inkling into your shop, and see here that it works.',
    ways: {
      label: 'Where your shop runs',
      any: 'Any site',
      shopify: 'Shopify',
      wordpress: 'WordPress',
      segment: 'Segment',
    },
    keys: {
      write: 'The write key in these snippets is public: it stands in every page and reads nothing.',
      secret:
        'Wherever a secret key is asked for, it comes from your server’s own settings and never into a page.',
      where: 'It is shown once, when it is made.',
      link: 'Make a new one in Settings',
    },
    any: {
      tracker: {
        title: 'The script',
        text: 'Into the head of every page. That is all for page views, clicks and searches.',
      },
      consent: {
        title: 'What the visitor allows',
        text: 'Your consent banner calls this at each visit, with what was chosen. The first line may come before the script.',
      },
      products: {
        title: 'Products and carts',
        text: 'Attributes in your markup say what a page is about and what a button does. Pages with product data for search engines (JSON-LD) need none for views.',
      },
      orders: {
        title: 'Orders',
        text: 'From your server, once an order is paid for. The same order sent twice counts once.',
      },
      privacy: {
        title: 'The visitor’s own view',
        text: 'On the page with your privacy policy: visitors see what is held, take it with them, object, or delete it.',
      },
      policy: { title: 'Only if your pages have a Content Security Policy', text: 'Add this server to it.' },
    },
    shopify: {
      account: {
        title: 'A Partner account and a development store',
        text: 'At partners.shopify.com. This server has to be reached by https.',
      },
      link: {
        title: 'Make the app',
        text: 'In a checkout of Inkling on your own machine. Take the client_id alone from what it writes, and put your address into shopify.app.toml.',
      },
      deploy: {
        title: 'Build and hand over the extensions',
        text: 'It says first what is wrong in shopify.app.toml, and prints the two values for the next step.',
      },
      start: { title: 'Start the server with them', text: 'The client secret stays on the server.' },
      open: {
        title: 'Install the app and open it',
        text: 'Its checklist opens the theme editor, where you switch the app embed on and save. The pixel is there already. Then visit the storefront, and allow analytics in its banner.',
      },
    },
    wordpress: {
      zip: { title: 'Build the plugin', text: 'In a checkout of Inkling. It writes dist/inkling.zip.' },
      upload: {
        title: 'Install it',
        text: 'In wp-admin: Plugins, Add New, Upload Plugin, choose the zip, Activate. It works by itself from here on.',
      },
      connect: {
        title: 'Connect it to this server',
        text: 'In WordPress: Inkling, Settings, Server. It asks for these, and for the secret key.',
      },
      check: {
        title: 'Test the connection',
        text: 'The button beside it asks this server once and says what is wrong. Events come every minute, by WordPress’s cron.',
      },
    },
    connect: { address: 'Address of the server', writeKey: 'Write key', siteId: 'ID Key' },
    segment: {
      consent: {
        title: 'Say what silence means',
        text: 'These libraries say nothing of consent. Unless you set what holds then, in Settings under “Before a visitor decides”, everything is only counted.',
      },
      browser: { title: 'In pages', text: 'Of analytics.js only the address changes.' },
      node: { title: 'On servers', text: 'With the secret key.' },
      cloud: {
        title: 'From Segment itself',
        text: 'Paste integrations/segment/function.js in as a destination function. Its settings ask for these, and for the secret key.',
      },
    },
    copy: 'Copy',
    copied: 'Copied.',
    marked: 'Marked: copy it with the keyboard. Browsers allow the button on https only.',
  },
  de: {
    intro: 'Bauen Sie Inkling in Ihren Shop ein, und sehen Sie hier, dass es funktioniert.',
    ways: {
      label: 'Wo Ihr Shop läuft',
      any: 'Jede Website',
      shopify: 'Shopify',
      wordpress: 'WordPress',
      segment: 'Segment',
    },
    keys: {
      write:
        'Der Schreibschlüssel in diesen Zeilen ist öffentlich: Er steht in jeder Seite und liest nichts.',
      secret:
        'Wo ein geheimer Schlüssel verlangt wird, kommt er aus den Einstellungen Ihres Servers und nie in eine Seite.',
      where: 'Er wird einmal gezeigt, wenn er entsteht.',
      link: 'In den Einstellungen einen neuen machen',
    },
    any: {
      tracker: {
        title: 'Das Skript',
        text: 'In den Kopf jeder Seite. Für Seitenaufrufe, Klicks und Suchen ist das alles.',
      },
      consent: {
        title: 'Was der Besucher erlaubt',
        text: 'Das ruft Ihr Einwilligungsbanner bei jedem Besuch auf, mit dem, was gewählt wurde. Die erste Zeile darf vor dem Skript stehen.',
      },
      products: {
        title: 'Produkte und Warenkörbe',
        text: 'Attribute in Ihrer Seite sagen, worum es geht und was ein Knopf tut. Seiten mit Produktdaten für Suchmaschinen (JSON-LD) brauchen für Ansichten keine.',
      },
      orders: {
        title: 'Bestellungen',
        text: 'Von Ihrem Server, sobald eine Bestellung bezahlt ist. Dieselbe Bestellung zweimal gesendet zählt einmal.',
      },
      privacy: {
        title: 'Die Sicht des Besuchers selbst',
        text: 'Auf der Seite mit Ihrer Datenschutzerklärung: Besucher sehen, was da ist, nehmen es mit, widersprechen oder löschen es.',
      },
      policy: {
        title: 'Nur wenn Ihre Seiten eine Content Security Policy haben',
        text: 'Nehmen Sie diesen Server darin auf.',
      },
    },
    shopify: {
      account: {
        title: 'Ein Partner-Konto und ein Entwicklungsshop',
        text: 'Bei partners.shopify.com. Dieser Server muss über https erreichbar sein.',
      },
      link: {
        title: 'Die App anlegen',
        text: 'In einem Checkout von Inkling auf Ihrer eigenen Maschine. Übernehmen Sie aus dem Geschriebenen nur die client_id, und setzen Sie Ihre Adresse in shopify.app.toml ein.',
      },
      deploy: {
        title: 'Erweiterungen bauen und übergeben',
        text: 'Zuerst steht da, was in shopify.app.toml nicht stimmt; am Ende die zwei Werte für den nächsten Schritt.',
      },
      start: { title: 'Den Server damit starten', text: 'Das Client-Geheimnis bleibt auf dem Server.' },
      open: {
        title: 'Die App installieren und öffnen',
        text: 'Ihre Prüfliste öffnet den Theme-Editor; dort schalten Sie die Einbettung ein und speichern. Das Pixel ist schon da. Besuchen Sie dann den Shop, und erlauben Sie in seinem Banner die Auswertung.',
      },
    },
    wordpress: {
      zip: {
        title: 'Das Plugin bauen',
        text: 'In einem Checkout von Inkling. Es schreibt dist/inkling.zip.',
      },
      upload: {
        title: 'Installieren',
        text: 'In wp-admin: Plugins, Installieren, Plugin hochladen, die Datei wählen, Aktivieren. Von da an läuft es von selbst.',
      },
      connect: {
        title: 'Mit diesem Server verbinden',
        text: 'In WordPress: Inkling, Einstellungen, Server. Gefragt wird nach diesem, und nach dem geheimen Schlüssel.',
      },
      check: {
        title: 'Die Verbindung prüfen',
        text: 'Der Knopf daneben fragt diesen Server einmal und sagt, was nicht stimmt. Ereignisse kommen jede Minute, durch den Cron von WordPress.',
      },
    },
    connect: { address: 'Adresse des Servers', writeKey: 'Schreibschlüssel', siteId: 'Kennung (ID Key)' },
    segment: {
      consent: {
        title: 'Sagen Sie, was Schweigen heißt',
        text: 'Diese Bibliotheken sagen nichts über Einwilligung. Solange Sie in den Einstellungen unter „Bevor ein Besucher entscheidet“ nicht festlegen, was dann gilt, wird alles nur gezählt.',
      },
      browser: { title: 'In Seiten', text: 'An analytics.js ändert sich nur die Adresse.' },
      node: { title: 'Auf Servern', text: 'Mit dem geheimen Schlüssel.' },
      cloud: {
        title: 'Von Segment selbst',
        text: 'Fügen Sie integrations/segment/function.js als Zielfunktion ein. Ihre Einstellungen fragen nach diesem, und nach dem geheimen Schlüssel.',
      },
    },
    copy: 'Kopieren',
    copied: 'Kopiert.',
    marked: 'Markiert: Kopieren Sie es mit der Tastatur. Browser erlauben den Knopf nur mit https.',
  },
};
