/** From a form to its condition; what is half written comes out as it stands, so that the server says what is wrong with it. */
import type {
  AskField,
  EventForm,
  FactField,
  FormNode,
  LengthBoundField,
  LengthField,
  MatchField,
  MeasureField,
  NamesField,
  NumberBoundField,
  RfmForm,
  ScalarField,
  ScoreForm,
  SequenceForm,
  StepField,
  UnlessField,
  WhereField,
  WindowField,
} from './form.ts';

export type Draft = { readonly [name: string]: unknown };

/** @example writeForm(readForm({ idle: '3d' }, createIds())) // { idle: '3d' } */
export function writeForm(node: FormNode): Draft {
  switch (node.kind) {
    case 'all':
    case 'any':
      return { [node.kind]: node.children.map(writeForm) };
    case 'not':
      return { not: writeForm(node.child) };
    case 'accountFold':
      return { account: writeForm(node.child) };
    case 'segment':
    case 'stage':
      return { [node.kind]: node.key };
    case 'event':
      return writeEvent(node);
    case 'sequence':
      return writeSequence(node);
    case 'idle':
      return { idle: writeLength(node.length), ...said('source', node.source) };
    case 'since':
      return {
        since: writeNames(node.names),
        ...writeLengths(node.bounds),
        ...said('source', node.source),
      };
    case 'trait':
    case 'account':
    case 'context':
      return { [node.kind]: node.path, ...writeAsks(node.asks) };
    case 'anniversary':
      return { trait: node.path, anniversary: 'today' };
    case 'rfm':
      return { rfm: writeRfm(node) };
    case 'score':
      return writeScore(node);
    case 'random':
      return { random: readNumber(node.share), seed: node.seed };
  }
}

/** Left out where nothing is written. */
function said(name: string, text: string): Draft {
  return text === '' ? {} : { [name]: text };
}

function given(name: string, value: unknown): Draft {
  return value === undefined ? {} : { [name]: value };
}

function writeEvent({ per, measure, unless, ...match }: EventForm): Draft {
  const { event, where, within, source, before, after } = writeUnless(match);
  return {
    event,
    ...given('where', where),
    ...given('within', within),
    ...given('source', source),
    ...writeMeasure(measure),
    ...(per !== null && { per }),
    ...given('before', before),
    ...given('after', after),
    ...(unless !== null && { unless: writeUnless(unless) }),
  };
}

function writeUnless({ window, before, after, ...match }: UnlessField): Draft {
  return {
    ...writeMatch(match, 'event'),
    ...given('within', writeWindow(window)),
    ...(before !== null && { before: writeFact(before) }),
    ...(after !== null && { after: writeFact(after) }),
  };
}

function writeMatch({ names, where, source }: MatchField, name: 'event' | 'absent'): Draft {
  return {
    [name]: writeNames(names),
    ...(where.length > 0 && { where: writeWhere(where) }),
    ...said('source', source),
  };
}

function writeMeasure({ kind, of, bounds }: MeasureField): Draft {
  if (kind === 'none') return {};
  return { [kind]: { ...(kind !== 'count' && { of }), ...writeNumbers(bounds) } };
}

function writeSequence({ steps, per, within }: SequenceForm): Draft {
  return {
    sequence: steps.map(writeStep),
    ...(per !== null && { per }),
    ...(within !== null && { within: within === 'lifetime' ? within : writeLength(within) }),
  };
}

function writeStep({ kind, length, ...match }: StepField): Draft {
  const at = kind === 'absent' ? 'for' : 'within';
  return { ...writeMatch(match, kind), ...(length !== null && { [at]: writeLength(length) }) };
}

function writeRfm({ recency, frequency, monetary, r, f, m }: RfmForm): Draft {
  const parts = Object.entries({ frequency, monetary, r, f, m });
  return {
    ...(recency.length > 0 && { recency: writeLengths(recency) }),
    ...Object.fromEntries(
      parts.flatMap(([name, bounds]) => (bounds.length === 0 ? [] : [[name, writeNumbers(bounds)]])),
    ),
  };
}

function writeScore({ score, gte, leave, dwell }: ScoreForm): Draft {
  return {
    score,
    gte: readNumber(gte),
    ...(leave !== null && { leave: readNumber(leave) }),
    ...(dwell !== null && { dwell: writeLength(dwell) }),
  };
}

function writeNames({ isList, names }: NamesField): unknown {
  const texts = names.map(({ text }) => text);
  return isList || texts.length !== 1 ? texts : texts[0];
}

function writeWhere(where: readonly WhereField[]): Draft {
  return Object.fromEntries(
    where.map(({ path, isBare, asks }) => {
      const [first] = asks;
      const asBare = isBare && asks.length === 1 && first?.op === 'eq';
      return [path, asBare ? writeValue(first) : writeAsks(asks)];
    }),
  );
}

function writeAsks(asks: readonly AskField[]): Draft {
  return Object.fromEntries(asks.map((ask) => [ask.op, writeValue(ask)]));
}

function writeValue({ op, values }: AskField): unknown {
  const all = values.map(writeScalar);
  return op === 'in' || op === 'nin' ? all : all[0];
}

function writeScalar({ type, text }: ScalarField): unknown {
  if (type === 'text') return text;
  return type === 'number' ? readNumber(text) : text === 'true';
}

/** As somebody types it, also with a comma; what is no number stays what it is. */
function readNumber(text: string): number | string {
  const plain = /^\s*-?\d+,\d+\s*$/.test(text) ? text.replace(',', '.') : text;
  const number = Number(plain);
  return plain.trim() === '' || !Number.isFinite(number) ? text : number;
}

function writeNumbers(bounds: readonly NumberBoundField[]): Draft {
  return Object.fromEntries(bounds.map(({ op, text }) => [op, readNumber(text)]));
}

function writeLengths(bounds: readonly LengthBoundField[]): Draft {
  return Object.fromEntries(bounds.map(({ op, length }) => [op, writeLength(length)]));
}

function writeLength({ amount, unit }: LengthField): string {
  return `${amount.trim()}${unit}`;
}

function writeWindow({ kind, length, until }: WindowField): unknown {
  if (kind === 'none') return undefined;
  if (kind === 'last') return writeLength(length);
  return kind === 'between' ? { from: `-${writeLength(length)}`, to: `-${writeLength(until)}` } : kind;
}

function writeFact({ site, age }: FactField): Draft {
  return { site, ...(age.length > 0 && { age: writeLengths(age) }) };
}
