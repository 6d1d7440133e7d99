/** What is known of a visitor at an instant, rather than what was done. */
import { Entry, Line, Remove, Tool } from '../../ui/builder.tsx';
import { startLength } from '../../view-models/segment-form/change.ts';
import {
  type AnniversaryForm,
  type IdleForm,
  type KeyForm,
  type KnownForm,
  type RandomForm,
  RFM_PARTS,
  type RfmForm,
  type ScoreForm,
  type SinceForm,
} from '../../view-models/segment-form/form.ts';
import { CONTEXT_NAMES } from '../../view-models/segment-form/known.ts';
import { below } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';
import { Asks } from './ask-fields.tsx';
import { useBuilding, useFaultAt } from './building.ts';
import { type FieldProps, Length, LengthBounds, Names, NumberBounds, Source, Written } from './fields.tsx';

const SCORES = ['purchase_7d', 'churn_30d', 'order_value'];

export function IdleFields({ at, value, onChange }: FieldProps<IdleForm>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Line>
      <Length
        at={below(at, 'idle')}
        label={words.idle}
        value={value.length}
        onChange={(length) => onChange({ ...value, length })}
      />
      <Source
        at={below(at, 'source')}
        value={value.source}
        onChange={(source) => onChange({ ...value, source })}
      />
    </Line>
  );
}

export function SinceFields({ at, value, onChange }: FieldProps<SinceForm>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <>
      <Names
        at={below(at, 'since')}
        value={value.names}
        onChange={(names) => onChange({ ...value, names })}
      />
      <Line>
        <LengthBounds
          at={at}
          label={words.age}
          value={value.bounds}
          onChange={(bounds) => onChange({ ...value, bounds })}
        />
        <Source
          at={below(at, 'source')}
          value={value.source}
          onChange={(source) => onChange({ ...value, source })}
        />
      </Line>
    </>
  );
}

/** Of the keys that there are; one that is missing stands until another is chosen. */
export function KeyFields({ at, value, onChange }: FieldProps<KeyForm>) {
  const words = useWords(SEGMENT_FORM);
  const { segments, stages } = useBuilding();
  const fault = useFaultAt(below(at, value.kind));
  const known = value.kind === 'segment' ? segments : stages;
  const label = value.kind === 'segment' ? words.segment : words.stage;
  return (
    <Line>
      <Entry
        {...{ label, fault }}
        suggestions={known}
        value={value.key}
        onChange={(key) => onChange({ ...value, key })}
      />
    </Line>
  );
}

export function KnownFields({ at, value, onChange }: FieldProps<KnownForm>) {
  const words = useWords(SEGMENT_FORM);
  const { kind, path, asks } = value;
  return (
    <Line>
      <Written
        at={below(at, kind)}
        label={words[kind]}
        value={path}
        {...(kind === 'context' && { suggestions: CONTEXT_NAMES })}
        onChange={(next) => onChange({ ...value, path: next })}
      />
      <Asks at={at} value={asks} onChange={(next) => onChange({ ...value, asks: next })} />
    </Line>
  );
}

export function AnniversaryFields({ at, value, onChange }: FieldProps<AnniversaryForm>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Line>
      <Written
        at={below(at, 'trait')}
        label={words.birthday}
        value={value.path}
        onChange={(path) => onChange({ ...value, path })}
      />
    </Line>
  );
}

export function RfmFields({ at, value, onChange }: FieldProps<RfmForm>) {
  const words = useWords(SEGMENT_FORM);
  const around = below(at, 'rfm');
  return (
    <Line>
      <LengthBounds
        at={below(around, 'recency')}
        label={words.recency}
        isOptional
        value={value.recency}
        onChange={(recency) => onChange({ ...value, recency })}
      />
      {RFM_PARTS.map((part) => (
        <NumberBounds
          key={part}
          at={below(around, part)}
          label={words.rfm[part]}
          isOptional
          value={value[part]}
          onChange={(bounds) => onChange({ ...value, [part]: bounds })}
        />
      ))}
    </Line>
  );
}

export function ScoreFields({ at, value, onChange }: FieldProps<ScoreForm>) {
  const words = useWords(SEGMENT_FORM);
  const { score, gte, leave, dwell } = value;
  const set = (part: Partial<ScoreForm>): void => onChange({ ...value, ...part });
  const remove = (part: Partial<ScoreForm>) => <Remove label={words.removeBound} onPress={() => set(part)} />;
  return (
    <Line>
      <Written
        at={below(at, 'score')}
        label={words.score}
        value={score}
        suggestions={SCORES}
        onChange={(next) => set({ score: next })}
      />
      <Written
        at={below(at, 'gte')}
        label={words.gte}
        isShort
        value={gte}
        onChange={(next) => set({ gte: next })}
      />
      {leave === null ? (
        <Tool onPress={() => set({ leave: gte })}>{words.addLeave}</Tool>
      ) : (
        <>
          <Written
            at={below(at, 'leave')}
            label={words.leave}
            isShort
            value={leave}
            onChange={(next) => set({ leave: next })}
          />
          {remove({ leave: null })}
        </>
      )}
      {dwell === null ? (
        <Tool onPress={() => set({ dwell: startLength() })}>{words.addDwell}</Tool>
      ) : (
        <>
          <Length
            at={below(at, 'dwell')}
            label={words.dwell}
            value={dwell}
            onChange={(next) => set({ dwell: next })}
          />
          {remove({ dwell: null })}
        </>
      )}
    </Line>
  );
}

export function RandomFields({ at, value, onChange }: FieldProps<RandomForm>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Line>
      <Written
        at={below(at, 'random')}
        label={words.share}
        isShort
        value={value.share}
        onChange={(share) => onChange({ ...value, share })}
      />
      <Written
        at={below(at, 'seed')}
        label={words.seed}
        value={value.seed}
        onChange={(seed) => onChange({ ...value, seed })}
      />
    </Line>
  );
}
