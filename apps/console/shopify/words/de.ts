import type { Words } from './words.ts';

const many = (count: number, one: string, more: string): string => (count === 1 ? one : more);

export const de: Words = {
  pages: { setup: 'Einrichten', requests: 'Datenschutzanfragen', switches: 'Shopify-Einstellungen' },
  navigation: 'Inkling',
  loading: 'Wird geladen',
  again: 'Noch einmal',
  cancel: 'Abbrechen',
  states: { done: 'Läuft', open: 'Zu tun', broken: 'Gestört', unknown: 'Unbekannt' },
  off: 'Aus',
  rows: {
    installation: {
      title: 'Mit Ihrem Shop verbunden',
      detail: ({ tokenExpiresAt, fault }, format, state) => {
        if (fault === 'revoked')
          return 'Shopify hat den Zugang entzogen. Schließen Sie die App und öffnen Sie sie neu.';
        if (fault === 'unreachable')
          return 'Shopify antwortet nicht. Beim nächsten Nachsehen wird es erneut versucht.';
        if (state === 'broken' || tokenExpiresAt === null)
          return 'Der Zugang ist abgelaufen. Schließen Sie die App und öffnen Sie sie neu.';
        return `Der Zugang erneuert sich selbst; dieser gilt bis ${format.time(tokenExpiresAt)}.`;
      },
      action: () => 'Shopify öffnen',
    },
    permissions: {
      title: 'Berechtigungen',
      detail: ({ granted, missing, optional }, format) => {
        if (missing.length > 0) return `Es fehlen: ${format.list(missing)}. Wofür sie da sind, geht nicht.`;
        const more = optional.length === 0 ? '' : ` Möglich sind außerdem: ${format.list(optional)}.`;
        return `Alle ${format.count(granted)} sind erteilt.${more}`;
      },
      action: (state) => (state === 'done' ? 'Ergänzen' : 'Erteilen'),
    },
    embed: {
      title: 'App-Einbettung im Theme',
      detail: ({ lastPageAt }, format, state) => {
        if (lastPageAt === null)
          return 'Schalten Sie sie im Theme-Editor ein, speichern Sie, und öffnen Sie einmal Ihren Shop.';
        const last = `Letzter Seitenaufruf ${format.ago(lastPageAt)}.`;
        return state === 'broken' ? `${last} Ist sie im Theme-Editor noch eingeschaltet?` : last;
      },
      action: () => 'Theme-Editor öffnen',
    },
    pixel: {
      title: 'Web-Pixel an der Kasse',
      detail: ({ record, lastEventAt, silentOrders }, format, state) => {
        if (record === 'none') return 'Nicht verbunden: Schritte der Kasse werden nicht gesehen.';
        if (record === 'other') return 'Er hat andere Einstellungen, als er sollte. Verbinden Sie ihn neu.';
        if (state === 'broken')
          return `${format.count(silentOrders)} Bestellungen kamen, ohne dass er etwas meldete.`;
        if (lastEventAt === null) return 'Verbunden. Er wartet auf die erste Kasse mit Einwilligung.';
        return `Letztes Ereignis ${format.ago(lastEventAt)}.`;
      },
      action: (state) => (state === 'broken' ? 'Neu verbinden' : 'Verbinden'),
    },
    webhooks: {
      title: 'Bestellungen und Produkte von Shopify',
      detail: ({ lastAt, lastTopic, lastFailureAt, lastFailureTopic, failures }, format, state) => {
        if (state === 'broken' && lastFailureAt !== null) {
          const which = lastFailureTopic === null ? '' : ` (${lastFailureTopic})`;
          return `Die letzte Meldung schlug ${format.ago(lastFailureAt)} fehl${which}. Fehlschläge in 24 Stunden: ${format.count(failures)}.`;
        }
        if (lastAt === null) return 'Noch keine Meldung. Wer ein Produkt speichert, löst eine aus.';
        return `Letzte Meldung ${format.ago(lastAt)}${lastTopic === null ? '' : ` (${lastTopic})`}.`;
      },
      action: () => 'Shopify öffnen',
    },
    events: {
      title: 'Ereignisse kommen an',
      detail: ({ lastAt, lastName, taken }, format) => {
        if (lastAt === null) return 'Noch keines. Öffnen Sie einmal Ihren Shop.';
        const last = `Letztes ${format.ago(lastAt)}${lastName === null ? '' : ` (${lastName})`}`;
        return `${last}; ${format.count(taken)} in 24 Stunden.`;
      },
      action: () => 'Ereignisse ansehen',
    },
    consent: {
      title: 'Besucher, die Statistik erlauben',
      detail: ({ allowed, counted, days }, format, state) => {
        if (counted === 0) return 'Noch kein Seitenaufruf gezählt.';
        const loads = `${format.count(allowed)} von ${format.count(counted)} Seitenaufrufen in ${format.count(days)} Tagen`;
        if (state === 'broken')
          return `${loads}. Ist in den Datenschutzeinstellungen ein Cookie-Banner eingeschaltet?`;
        return `${format.share(allowed / counted)}: ${loads}. Wer abgelehnt hat, wird nicht gezählt.`;
      },
      action: () => 'Datenschutzeinstellungen',
    },
    coverage: {
      title: 'Bestellungen, die Inkling kennt',
      detail: ({ real, tracked, unjoined, days }, format) => {
        if (real === 0) return 'Noch keine Bestellung, oder keine, die zehn Minuten alt ist.';
        const known = `${format.share(tracked / real)}: ${format.count(tracked)} von ${format.count(real)} in ${many(days, 'einem Tag', `${format.count(days)} Tagen`)}.`;
        return tracked === 0
          ? known
          : `${known} ${format.share(unjoined / tracked)} davon stehen neben keinem Besuch, meist mangels Einwilligung.`;
      },
      action: () => 'Neu nachsehen',
    },
    history: {
      title: 'Frühere Bestellungen',
      detail: ({ phase, imported, total, reachesTo }, format) => {
        const figure =
          total === null ? format.count(imported) : `${format.count(imported)} von ${format.count(total)}`;
        const since = reachesTo === null ? '' : ` seit ${format.time(reachesTo)}`;
        if (phase === 'idle') return `Bestellungen${since} können einmal übernommen werden.`;
        if (phase === 'failed') return `Nach ${figure} abgebrochen. Es geht dort weiter, wo es aufhörte.`;
        return phase === 'running'
          ? `${figure} übernommen; läuft von selbst weiter.`
          : `${figure} übernommen${since}.`;
      },
      action: (state) => (state === 'broken' ? 'Weiter' : 'Übernehmen'),
    },
    first_segment: {
      title: 'Erstes Segment',
      detail: ({ segments, name, size }, format) => {
        if (segments === 0)
          return 'Wählen Sie eine der Vorlagen; gezählt wird aus den Ereignissen, die da sind.';
        const people = many(size ?? 0, '1 Besucher', `${format.count(size ?? 0)} Besucher`);
        return name === null
          ? many(segments, '1 Segment.', `${format.count(segments)} Segmente.`)
          : `${name}: ${people}.`;
      },
      action: (state) => (state === 'done' ? 'Segmente ansehen' : 'Vorlage wählen'),
    },
    orders_basis: {
      title: 'Bestellungen ohne Besuch',
      detail: ({ isOn, confirmedAt }, format) =>
        isOn
          ? `Bestätigt${confirmedAt === null ? '' : ` ${format.time(confirmedAt)}`}: Aus Bestellungen werden Kennzahlen von Kunden, getrennt vom Stöbern.`
          : 'Aus: Bestellungen ohne Einwilligung werden nur gezählt.',
      action: (state) => (state === 'done' ? 'Ausschalten' : 'Lesen und bestätigen'),
    },
    scores: {
      title: 'Bewertungen in Shopify',
      detail: ({ isOn, written, lastAt, lastFailureAt }, format, state) => {
        if (!isOn && written > 0) return `Aus: ${format.count(written)} sind noch zurückzunehmen.`;
        if (!isOn) return 'Aus: An Kunden wird nichts geschrieben.';
        if (state === 'broken' && lastFailureAt !== null)
          return `Die letzte wurde nicht geschrieben, ${format.ago(lastFailureAt)}.`;
        return lastAt === null
          ? 'Ein; noch keine geschrieben.'
          : `Bei ${many(written, 'einem Kunden', `${format.count(written)} Kunden`)}; zuletzt geändert ${format.ago(lastAt)}.`;
      },
      action: () => 'Shopify-Einstellungen',
    },
    tags: {
      title: 'Segmente als Tags in Shopify',
      detail: ({ segments, written, lastAt, lastFailureAt }, format, state) => {
        if (segments.length === 0 && written > 0)
          return `Aus: ${format.count(written)} sind noch zurückzunehmen.`;
        if (segments.length === 0) return 'Aus: Kein Kunde bekommt einen Tag.';
        if (state === 'broken' && lastFailureAt !== null)
          return `Der letzte wurde nicht geschrieben, ${format.ago(lastFailureAt)}.`;
        return lastAt === null
          ? 'Ein; noch keiner geschrieben.'
          : `Bei ${many(written, 'einem Kunden', `${format.count(written)} Kunden`)}; zuletzt geändert ${format.ago(lastAt)}.`;
      },
      action: () => 'Shopify-Einstellungen',
    },
  },
  setup: {
    intro:
      'Jede Zeile sagt, was in Ihrem Shop in diesem Augenblick läuft. Solange die Seite offen ist, wird immer wieder nachgesehen.',
    groups: { install: 'In Ihrem Shop', arriving: 'Was ankommt', results: 'Erste Ergebnisse' },
    progress: (done, total) => `${done} von ${total} laufen`,
    allDone: 'Alles läuft.',
    broken: (count) => many(count, 'Eine Sache ist gestört', `${count} Sachen sind gestört`),
    notKnown: 'Das ließ sich eben nicht fragen.',
    since: (time) => `seit ${time}`,
    looked: (time) => `Nachgesehen ${time}`,
    imported: 'Frühere Bestellungen übernommen',
  },
  requests: {
    intro: 'Was Shopify für Ihre Kunden verlangt hat, und was Inkling tat. Niemand wird hier genannt.',
    empty: 'Niemand hat etwas verlangt',
    emptyText:
      'Wenn ein Kunde über Shopify seine Daten oder deren Löschung verlangt, steht hier, was geschah.',
    columns: ['Verlangt', 'Am', 'Erledigt', 'Datei'],
    kinds: {
      data_request: 'Daten eines Kunden',
      customer_redact: 'Löschung eines Kunden',
      shop_redact: 'Löschung des Shops',
    },
    outcomes: {
      waiting: 'Wartet',
      exported: 'Zusammengestellt',
      erased: 'Gelöscht',
      nothing_held: 'Nichts vorhanden',
      failed: 'Fehlgeschlagen',
    },
    due: (time) => `fällig ${time}`,
    entries: (count, isOne) => (isOne ? '1 Eintrag' : `${count} Einträge`),
    save: 'Datei sichern',
    saveOf: (time) => `Datei zur Anfrage vom ${time} sichern`,
    overdue: 'Überfällig',
  },
  switches: {
    intro: 'Aus, bis Sie es sagen. Was aus ist, schreibt nichts nach Shopify.',
    basisTitle: 'Bestellungen als eigene Grundlage',
    basisMeans: [
      'Aus den Bestellungen, die Shopify meldet, entstehen Aktualität, Häufigkeit und Wert eines Kunden, unter einem Hash der Kundennummer.',
      'Sie werden nie mit dem verbunden, was jemand ohne Einwilligung angesehen hat.',
      'Ein Kunde kann über einen öffentlichen Link widersprechen; dann endet es.',
      'Sagen Sie es in Ihrer Datenschutzerklärung, bevor Sie bestätigen.',
    ],
    basisConfirm: 'Bestätigen',
    turnOff: 'Ausschalten',
    scores: 'Bewertungen an Kunden schreiben',
    scoresHelp: 'In ein Feld, das dieser App gehört. Sie sehen es auf der Seite des Kunden.',
    none: 'In dieser Fassung gibt es nichts einzuschalten.',
    tags: 'Diese Segmente als Tags schreiben',
    tagsHelp: 'Wer einen Kunden sehen darf, sieht die Tags, und Ihre anderen Apps auch.',
    noSegments: 'Es gibt noch kein Segment, das ein Tag sein könnte.',
    save: 'Sichern',
    saved: 'Gesichert',
  },
  faults: {
    title: 'Das ging nicht',
    old: (time) => `Was Sie sehen, ist von ${time}.`,
    network: 'Inkling ist nicht erreichbar. Es wird von selbst wieder versucht.',
    signIn:
      'Die Anmeldung von Shopify ist abgelaufen. Schließen Sie die App im Shopify-Admin und öffnen Sie sie neu.',
    other: 'Inkling antwortete mit einem Fehler.',
    noBridge: 'Shopifys App Bridge ließ sich nicht laden',
    noBridgeText:
      'Die App arbeitet weiter, solange die Anmeldung gilt, mit der sie geöffnet wurde. Prüfen Sie, ob etwas cdn.shopify.com sperrt.',
    page: 'Diese Seite ließ sich nicht laden. Laden Sie die App neu.',
  },
};
