import { counted } from '../words.ts';
import type { FirstRunWords } from './shape.ts';

export const EN: FirstRunWords = {
  title: 'First steps',
  putAway: 'Put this away',
  putAwayDone: 'Put away. Segments and campaigns stay as they are.',
  lift: {
    title: 'What your traffic can show',
    basis: (visitors, rate) =>
      `About ${visitors} visitors a day can be drawn for a campaign, and ${rate}% of them buy. The smallest rise in buyers that a report could prove if all of them take part:`,
    assumed:
      'Too few orders are here to know how many visitors buy, so that share is taken from a large shop that published its own.',
    noTraffic:
      'No visitor has come in yet. Once some have, this says how large a difference has to be to be seen.',
    after: (weeks) => `After ${weeks} weeks`,
    none: 'Nothing',
    fair: 'Smaller differences stay hidden. A help that works well can bring as much.',
    tooMuch: 'No help on a page brings that much. Expect no proof by then; let it run longer.',
    impossible: 'Too few visitors: by then not even the largest effect could be told from chance.',
    even: (lift) => `With half of the visitors in the control arm, four weeks would show ${lift}.`,
  },
  segments: {
    title: 'Segments by what visitors mean to do',
    text: 'They count visitors from now on and from what is here already. They change nothing in your shop.',
    install: (count) => counted(count, 'Add this segment', `Add these ${count} segments`),
    installed: 'Added',
    done: 'The segments are there. Visitors are being counted.',
    open: 'See the segments',
  },
  campaign: {
    title: 'A first campaign',
    text: 'It begins as a draft: nobody sees anything before you make it live.',
    draft: 'Make a draft',
    open: 'Open the campaign',
    none: 'No campaign fits yet: one is suggested once visitors come.',
  },
  results: {
    title: 'Results',
    text: 'Once it is live, look at the report after two weeks, and again after four. In between numbers jump.',
    report: 'Read the report',
    measured: (change, low, high) =>
      `Measured so far: ${change} against the control arm; it may be from ${low} to ${high}.`,
    verdicts: {
      ship: {
        text: 'It helps.',
        next: 'Next: show it to everybody but a small control arm, then try a second help on another segment.',
      },
      stop: {
        text: 'It does not help.',
        next: 'Next: pause it, and try another help for the same segment.',
      },
      keep_running: {
        text: 'Not decided yet.',
        next: 'Next: let it run on, and change nothing.',
      },
      broken: {
        text: 'The arms are not as large as they should be, so no number is to be believed.',
        next: 'Next: read in the report what is wrong.',
      },
      not_enough_data: {
        text: 'Too few visitors have seen it to say anything.',
        next: 'Next: let it run on, or let more visitors take part.',
      },
    },
    none: {
      text: 'Nobody has seen it so far.',
      next: 'Next: look on the campaign page whom it reaches, and whether the tracker is on those pages.',
    },
    undecided:
      'Next: if its effect matters to you, let it run on with half of the visitors in the control arm. If not, pause it and try a bolder help: what four weeks cannot show is smaller than the lift named above.',
  },
  dates: (two, four) => `First look on ${two}, second look on ${four}.`,
  next: {
    empty: {
      title: 'Next: let visitors come in',
      text: 'Put the tracker into your shop. Segments may be added before.',
    },
    segments: {
      title: 'Next: add the segments',
      text: 'One click. You can change or delete each of them later.',
    },
    campaign: {
      title: 'Next: make the first campaign',
      text: 'Start from the draft that fits your segments.',
    },
    draft: {
      title: 'Next: fill in the draft and make it live',
      text: 'The campaign page says what is still missing.',
    },
    paused: { title: 'Next: let the campaign run again', text: 'While it is paused, nothing is learned.' },
    begun: { title: 'Next: wait', text: 'Change nothing for two weeks: a change starts the result anew.' },
    two: { title: 'Two weeks are over', text: 'A first look at the result.' },
    four: { title: 'Four weeks are over', text: 'Time to decide.' },
    over: { title: 'Done', text: 'The first run is over.' },
  },
  campaigns: {
    'comparison-table': {
      name: 'Comparison table',
      does: 'Puts the products that somebody keeps comparing side by side, with price and facts.',
    },
    'trust-signals': {
      name: 'Trust signals',
      does: 'Says in the page how delivery, returns and payment work.',
    },
    'cross-sell-bundle': {
      name: 'Cross-sell bundle',
      does: 'Shows what goes with the product that was just added; one button adds all of it.',
    },
    'exit-message': {
      name: 'Exit message',
      does: 'Offers help to somebody who compares and is about to leave.',
    },
    'limit-walk-through': {
      name: 'Walk-through at a limit',
      does: 'Shows somebody who hit a limit of the trial the ways on.',
    },
    'onboarding-tour': {
      name: 'Tour for a stuck start',
      does: 'Shows the first steps to somebody who signed up and has hardly begun.',
    },
    newsletter: {
      name: 'Newsletter',
      does: 'Offers the newsletter at the end of a piece to somebody who reads to the end.',
    },
    'related-content': {
      name: 'Related content',
      does: 'Points readers who search or come back to an overview of the subject.',
    },
  },
  install: 'Put in the tracker',
  sample: {
    title: 'Look at sample data',
    text: 'A made-up paper shop with 2,000 visitors, in a place of its own: it never mixes with yours. Filling takes about ten seconds, longer on a busy server.',
    make: 'Make sample data',
    filling: (share) => `Sample data is being made, ${share}`,
    look: 'Look at sample data',
    remove: 'Remove sample data',
    removed: (rows) => `Removed: ${rows} rows, and nothing is left of them.`,
    banner: 'Sample data',
    bannerText: 'Everything on these pages is made up: no visitor, no order and no result is real.',
    back: 'Back to your own site',
  },
};
