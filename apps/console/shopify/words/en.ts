import type { Words } from './words.ts';

const many = (count: number, one: string, more: string): string => (count === 1 ? one : more);

export const en: Words = {
  pages: { setup: 'Setup', requests: 'Privacy requests', switches: 'Shopify settings' },
  navigation: 'Inkling',
  loading: 'Loading',
  again: 'Try again',
  cancel: 'Cancel',
  states: { done: 'Works', open: 'To do', broken: 'Broken', unknown: 'Not known' },
  off: 'Off',
  rows: {
    installation: {
      title: 'Connected to your shop',
      detail: ({ tokenExpiresAt, fault }, format, state) => {
        if (fault === 'revoked') return 'Shopify took the access back. Close the app and open it again.';
        if (fault === 'unreachable') return 'Shopify does not answer. It is tried again with the next look.';
        if (state === 'broken' || tokenExpiresAt === null)
          return 'The access ran out. Close the app and open it again.';
        return `Access is renewed by itself; this one holds until ${format.time(tokenExpiresAt)}.`;
      },
      action: () => 'Open Shopify',
    },
    permissions: {
      title: 'Permissions',
      detail: ({ granted, missing, optional }, format) => {
        if (missing.length > 0) return `Missing: ${format.list(missing)}. What they are for does not work.`;
        const more = optional.length === 0 ? '' : ` Can be added: ${format.list(optional)}.`;
        return `All ${format.count(granted)} are granted.${more}`;
      },
      action: (state) => (state === 'done' ? 'Add' : 'Grant'),
    },
    embed: {
      title: 'App embed in your theme',
      detail: ({ lastPageAt }, format, state) => {
        if (lastPageAt === null) return 'Switch it on in the theme editor, save, and open your shop once.';
        const last = `Last page load ${format.ago(lastPageAt)}.`;
        return state === 'broken' ? `${last} Is it still on in the theme editor?` : last;
      },
      action: () => 'Open theme editor',
    },
    pixel: {
      title: 'Web pixel at the checkout',
      detail: ({ record, lastEventAt, silentOrders }, format, state) => {
        if (record === 'none') return 'It is not connected: steps of the checkout are not seen.';
        if (record === 'other') return 'It has other settings than it should. Connect it again.';
        if (state === 'broken') return `${format.count(silentOrders)} orders came without a word from it.`;
        if (lastEventAt === null) return 'Connected. It waits for the first checkout with consent.';
        return `Last event ${format.ago(lastEventAt)}.`;
      },
      action: (state) => (state === 'broken' ? 'Connect again' : 'Connect'),
    },
    webhooks: {
      title: 'Orders and products from Shopify',
      detail: ({ lastAt, lastTopic, lastFailureAt, lastFailureTopic, failures }, format, state) => {
        if (state === 'broken' && lastFailureAt !== null) {
          const which = lastFailureTopic === null ? '' : ` (${lastFailureTopic})`;
          return `The last one failed ${format.ago(lastFailureAt)}${which}. Failures in 24 hours: ${format.count(failures)}.`;
        }
        if (lastAt === null) return 'None came yet. Saving any product sends one.';
        return `Last one ${format.ago(lastAt)}${lastTopic === null ? '' : ` (${lastTopic})`}.`;
      },
      action: () => 'Open Shopify',
    },
    events: {
      title: 'Events arrive',
      detail: ({ lastAt, lastName, taken }, format) => {
        if (lastAt === null) return 'None came yet. Open your shop once.';
        const last = `Last one ${format.ago(lastAt)}${lastName === null ? '' : ` (${lastName})`}`;
        return `${last}; ${format.count(taken)} in 24 hours.`;
      },
      action: () => 'See events',
    },
    consent: {
      title: 'Visitors who allow analytics',
      detail: ({ allowed, counted, days }, format, state) => {
        if (counted === 0) return 'No page load was counted yet.';
        const loads = `${format.count(allowed)} of ${format.count(counted)} page loads in ${format.count(days)} days`;
        if (state === 'broken') return `${loads}. Is a cookie banner on in your privacy settings?`;
        return `${format.share(allowed / counted)}: ${loads}. Whoever refused is not counted.`;
      },
      action: () => 'Privacy settings',
    },
    coverage: {
      title: 'Orders that Inkling knows',
      detail: ({ real, tracked, unjoined, days }, format) => {
        if (real === 0) return 'No order yet, or none that is ten minutes old.';
        const known = `${format.share(tracked / real)}: ${format.count(tracked)} of ${format.count(real)} in ${many(days, 'a day', `${format.count(days)} days`)}.`;
        return tracked === 0
          ? known
          : `${known} ${format.share(unjoined / tracked)} of them stand beside no visit, mostly for want of consent.`;
      },
      action: () => 'Look again',
    },
    history: {
      title: 'Past orders',
      detail: ({ phase, imported, total, reachesTo }, format) => {
        const figure =
          total === null ? format.count(imported) : `${format.count(imported)} of ${format.count(total)}`;
        const since = reachesTo === null ? '' : ` since ${format.time(reachesTo)}`;
        if (phase === 'idle') return `Orders${since} can be imported once.`;
        if (phase === 'failed') return `It stopped after ${figure}. It goes on where it stopped.`;
        return phase === 'running' ? `${figure} imported; goes on by itself.` : `${figure} imported${since}.`;
      },
      action: (state) => (state === 'broken' ? 'Go on' : 'Import'),
    },
    first_segment: {
      title: 'First segment',
      detail: ({ segments, name, size }, format) => {
        if (segments === 0)
          return 'Choose one of the templates; its visitors are counted from the events that are there.';
        const people = many(size ?? 0, '1 visitor', `${format.count(size ?? 0)} visitors`);
        return name === null
          ? many(segments, '1 segment.', `${format.count(segments)} segments.`)
          : `${name}: ${people}.`;
      },
      action: (state) => (state === 'done' ? 'See segments' : 'Choose a template'),
    },
    orders_basis: {
      title: 'Orders without browsing',
      detail: ({ isOn, confirmedAt }, format) =>
        isOn
          ? `Confirmed${confirmedAt === null ? '' : ` ${format.time(confirmedAt)}`}: orders make figures of customers, apart from what they browsed.`
          : 'Off: orders of visitors without consent are counts only.',
      action: (state) => (state === 'done' ? 'Turn off' : 'Read and confirm'),
    },
    scores: {
      title: 'Scores in Shopify',
      detail: ({ isOn, written, lastAt, lastFailureAt }, format, state) => {
        if (!isOn && written > 0)
          return `Off: ${many(written, 'one customer still has them', `${format.count(written)} customers still have them`)}.`;
        if (!isOn) return 'Off: nothing is written to customers.';
        if (state === 'broken' && lastFailureAt !== null)
          return `The last one was not written, ${format.ago(lastFailureAt)}.`;
        return lastAt === null
          ? 'On; none is written yet.'
          : `${many(written, 'One customer has', `${format.count(written)} customers have`)} them; last changed ${format.ago(lastAt)}.`;
      },
      action: () => 'Shopify settings',
    },
    tags: {
      title: 'Segments as tags in Shopify',
      detail: ({ segments, written, lastAt, lastFailureAt }, format, state) => {
        if (segments.length === 0 && written > 0)
          return `Off: ${many(written, 'one customer still has them', `${format.count(written)} customers still have them`)}.`;
        if (segments.length === 0) return 'Off: no customer is tagged.';
        if (state === 'broken' && lastFailureAt !== null)
          return `The last one was not written, ${format.ago(lastFailureAt)}.`;
        return lastAt === null
          ? 'On; none is written yet.'
          : `${many(written, 'One customer has', `${format.count(written)} customers have`)} them; last changed ${format.ago(lastAt)}.`;
      },
      action: () => 'Shopify settings',
    },
  },
  setup: {
    intro:
      'Each line says what works in your shop at this moment. It is looked at again while this page is open.',
    groups: { install: 'In your shop', arriving: 'What arrives', results: 'First results' },
    progress: (done, total) => `${done} of ${total} work`,
    allDone: 'Everything works.',
    broken: (count) => many(count, 'One thing is broken', `${count} things are broken`),
    notKnown: 'It could not be asked just now.',
    since: (time) => `since ${time}`,
    looked: (time) => `Looked at ${time}`,
    imported: 'Past orders imported',
  },
  requests: {
    intro: 'What Shopify asked on behalf of your customers, and what Inkling did. Nobody is named here.',
    empty: 'Nobody asked for anything',
    emptyText:
      'When a customer asks you for their data or its erasure in Shopify, what was done about it stands here.',
    columns: ['Request', 'Asked', 'Done', 'File'],
    kinds: {
      data_request: 'Data of a customer',
      customer_redact: 'Erasure of a customer',
      shop_redact: 'Erasure of the shop',
    },
    outcomes: {
      waiting: 'Waiting',
      exported: 'Gathered',
      erased: 'Erased',
      nothing_held: 'Nothing was held',
      failed: 'Failed',
    },
    due: (time) => `due ${time}`,
    entries: (count, isOne) => (isOne ? '1 entry' : `${count} entries`),
    save: 'Save file',
    saveOf: (time) => `Save the file of the request of ${time}`,
    overdue: 'Overdue',
  },
  switches: {
    intro: 'Off until you say so. What is off writes nothing to Shopify.',
    basisTitle: 'Orders as a basis of their own',
    basisMeans: [
      'The orders that Shopify reports make recency, frequency and value of a customer, under a hash of the customer’s number.',
      'They are never joined to what somebody browsed without consent.',
      'A customer can object by a public link; then it stops.',
      'Say so in your privacy policy before you confirm.',
    ],
    basisConfirm: 'Confirm',
    turnOff: 'Turn off',
    scores: 'Write scores to customers',
    scoresHelp: 'Into a field that belongs to this app. You see it on the customer’s page.',
    none: 'There is nothing to turn on in this version.',
    tags: 'Write these segments as tags',
    tagsHelp: 'Everybody who may see a customer sees the tags, and so do your other apps.',
    noSegments: 'There is no segment yet that could be a tag.',
    save: 'Save',
    saved: 'Saved',
  },
  faults: {
    title: 'This did not work',
    old: (time) => `What you see is from ${time}.`,
    network: 'Inkling cannot be reached. It is tried again by itself.',
    signIn: 'Shopify’s sign-in ran out. Close the app in the Shopify admin and open it again.',
    other: 'Inkling answered with a fault.',
    noBridge: 'Shopify’s App Bridge could not be loaded',
    noBridgeText:
      'The app works on for as long as the sign-in that it was opened with. Check whether something blocks cdn.shopify.com.',
    page: 'This page could not be loaded. Load the app again.',
  },
};
