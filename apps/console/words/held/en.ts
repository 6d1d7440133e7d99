import type { HeldWords } from '../held-shape.ts';

export const en: HeldWords = {
  classes: {
    'address and browser of a request': {
      name: 'Address and browser',
      text: 'Looked at while a request is answered, to make the day’s number of a visitor and to stop floods. Never written down.',
    },
    'daily salts': {
      name: 'Keys of the day',
      text: 'Random keys behind anonymous numbers. Each is destroyed 48 hours after it was made; then nobody can say who an anonymous visitor was.',
    },
    'counted events': {
      name: 'Counts without a visitor',
      text: 'That a page was seen in an hour, without whose visit it was.',
    },
    events: {
      name: 'What visitors do',
      text: 'Pages, searches, carts and purchases, under a number that stands for the visitor. Those of an anonymous visitor lose that number after 48 hours.',
    },
    orders: {
      name: 'Orders',
      text: 'What was bought, when and for how much. Order numbers are kept in a form that cannot be read back.',
    },
    profiles: {
      name: 'Profiles',
      text: 'What the events of one visitor add up to: counts, sums, visits, segments. An anonymous profile goes with its key of the day.',
    },
    'links between ids': {
      name: 'Devices and log-ins that belong together',
      text: 'So that one person gets all that is held of them, and has all of it deleted.',
    },
    'consent and objection': {
      name: 'What visitors allowed or refused',
      text: 'Each choice with its time, so that you can show it. A refusal outlasts the profile.',
    },
    'segments entered and left': {
      name: 'Segments entered and left',
      text: 'So that a campaign can begin at the right moment, and can be explained afterwards.',
    },
    scores: {
      name: 'Scores',
      text: 'How likely a visitor is to buy or to stay away. Only of visitors who allow personalization.',
    },
    'decisions and what was shown': {
      name: 'What campaigns chose and showed',
      text: 'So that you can measure what they change.',
    },
    'limits of campaigns': {
      name: 'How often something was shown',
      text: 'So that nobody sees the same thing too often.',
    },
    contacts: {
      name: 'E-mail addresses',
      text: 'Encrypted, and only of those who agreed to be written to. They go when that consent ends.',
    },
    'what a platform has of scores and segments': {
      name: 'What your shop system was given',
      text: 'Which scores and segments stand at a customer there, so that they can be taken back.',
    },
    'what Segment was told last': {
      name: 'What Segment was told last',
      text: 'So that only what has changed is sent.',
    },
    'marks of sent mails': {
      name: 'Marks of sent mails',
      text: 'For two days, so that a mail goes out once.',
    },
    'mailboxes that want no more mail': {
      name: 'Mailboxes that want no mail',
      text: 'For good, in a form from which the address cannot be read back. Without it the next import would write to them again.',
    },
    'deliveries that wait or were given up': {
      name: 'Deliveries that wait',
      text: 'Until a receiver has taken them; 30 days where it never did.',
    },
    'requests of customers by way of a platform': {
      name: 'Requests that came through your shop system',
      text: 'That a customer asked, and that it was answered. For 400 days.',
    },
    erasures: {
      name: 'Receipts of erasures',
      text: 'When, and how much went; nothing of the person. What cannot be read back stays for good, so that nobody erased comes back by accident.',
    },
    'facts of companies': {
      name: 'Facts of business customers',
      text: 'Plan and size of a company, as your server gave them.',
    },
    'facts of the site': {
      name: 'Facts of your shop',
      text: 'Prices and limits that segments look at.',
    },
    'statistics by day': {
      name: 'Statistics by day',
      text: 'How many views, visitors, orders and events a day had, from where they came, and what visitors allowed. Sums alone: nobody is found in them.',
    },
    'numbers of the site': {
      name: 'Numbers of your shop',
      text: 'Sums, models and sizes of segments. Nobody in particular is in them.',
    },
    'who is signed in to the console': {
      name: 'Who is signed in here',
      text: 'That a browser may use this console, until it logs out or has not been used for twelve hours, and for a week at most.',
    },
    'shops that the app is installed in': {
      name: 'Shops with the app',
      text: 'Which shop is which site, and what works there.',
    },
    'findings of the tracking plan': {
      name: 'Faults in events',
      text: 'Names of events and how often a rule was broken; no values.',
    },
    'audit log': {
      name: 'Audit log',
      text: 'Who changed what in here, and when. Never of which visitor.',
    },
    'settings of the site': {
      name: 'Your settings',
      text: 'Segments, campaigns, products and everything else that you set, until you change it.',
    },
    keys: {
      name: 'Keys',
      text: 'What encrypts, and what numbers are made with. They never leave the server.',
    },
    'the first run, and sample data': {
      name: 'First steps and sample data',
      text: 'Whether you put the first steps away, and how far the sample data has been made.',
    },
    'state of the work': {
      name: 'Notes of the program',
      text: 'Where it goes on after a restart.',
    },
  },
  viewers: {
    visitor: 'the visitor',
    operator: 'you',
    receivers: 'receivers of your webhooks',
    'mail server': 'your mail server',
    platform: 'your shop system',
    segment: 'Segment',
    everybody: 'everybody, on pages',
    machine: 'nobody but the machine',
  },
  bases: {
    consent: 'consent',
    interest: 'legitimate interest',
    orders: 'contract and books',
    duty: 'legal duty',
    security: 'security',
    nobody: 'nothing, for it stands for nobody',
  },
};
