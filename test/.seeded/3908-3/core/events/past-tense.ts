/** Whether a word says that something happened: the rule for regular verbs and the list of the others. */

const IRREGULAR = new Set(
  `beaten become begun bent bet bid bit bitten blown bought bound broken brought built burnt cast caught chosen come
  cost cut dealt done drawn driven drunk dug eaten fallen felt fit flown forgiven forgot forgotten fought found
  frozen given gone got gotten grown heard held hid hidden hit hung hurt kept known laid lain learnt led left lent
  let lit lost made met mistaken overridden overwritten paid proven put quit read rebuilt redone reset resent rewound
  ridden risen rung run said sat saw seen sent set shaken shot shown shut slept slid sold sought sped spent spoken
  split spoilt spread spun stolen stood struck stuck sung swept swum sworn taken taught thought thrown told torn
  undone understood upheld won withdrawn withheld woken worn wound written`.split(/\s+/),
);

/** Ends like a past tense and is none. */
const NOT_PAST = new Set(
  `bed bleed breed creed deed embed exceed feed greed indeed infrared need newsfeed proceed red reed seed shed sled
  speed succeed weed`.split(/\s+/),
);

/** `Signed In`, `Opted Out`: the particle belongs to the verb before it. */
const PARTICLES = new Set('away back down in off on out over through up'.split(' '));

function isPastTense(word: string): boolean {
  const lower = word.toLowerCase();
  return IRREGULAR.has(lower) || (lower.length > 3 && lower.endsWith('ed') && !NOT_PAST.has(lower));
}

/**
 * Whether words end in a verb in the past tense, with its particle where it has one.
 * @example endsInPastTense(['Signed', 'In']) // true
 */
export function endsInPastTense(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (isPastTense(last)) return true;
  return PARTICLES.has(last.toLowerCase()) && isPastTense(words.at(-2) ?? '');
}
