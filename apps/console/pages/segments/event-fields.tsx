/** An event that was done, or was not: how often, when, of what, and what must not be beside it. */
import { Box, Choice, Line, Remove, Tool } from '../../ui/builder.tsx';
import { startBound, startFact, startUnless } from '../../view-models/segment-form/change.ts';
import {
  type EventForm,
  type FactField,
  MEASURES,
  type MeasureField,
  type UnlessField,
} from '../../view-models/segment-form/form.ts';
import { FACT_NAMES, propertiesOf } from '../../view-models/segment-form/known.ts';
import { below } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';
import { AddWhere, Wheres } from './ask-fields.tsx';
import { useBuilding } from './building.ts';
import {
  type FieldProps,
  LengthBounds,
  Names,
  NumberBounds,
  optionsOf,
  Source,
  Window,
  Written,
} from './fields.tsx';

const namesOf = ({ names }: Pick<EventForm, 'names'>): readonly string[] =>
  names.names.map(({ text }) => text);

export function EventFields({ at, value, onChange }: FieldProps<EventForm>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const suggestions = propertiesOf(namesOf(value));
  const set = (part: Partial<EventForm>): void => onChange({ ...value, ...part });
  return (
    <>
      <Names at={below(at, 'event')} value={value.names} onChange={(names) => set({ names })} />
      <Line>
        <Measure
          at={at}
          value={value.measure}
          suggestions={suggestions}
          onChange={(measure) => set({ measure })}
        />
        <Window at={below(at, 'within')} value={value.window} onChange={(window) => set({ window })} />
      </Line>
      {value.per !== null && (
        <Line>
          <Written
            at={below(at, 'per')}
            label={words.per}
            suggestions={suggestions}
            value={value.per}
            onChange={(per) => set({ per })}
          />
          <Remove label={words.removeBound} onPress={() => set({ per: null })} />
          <span className="inkling-note">{words.perHelp}</span>
        </Line>
      )}
      <Details at={at} value={value} onChange={(part) => set(part)} suggestions={suggestions} />
      {value.unless !== null && (
        <Unless
          at={below(at, 'unless')}
          value={value.unless}
          onChange={(unless) => set({ unless })}
          onRemove={() => set({ unless: null })}
        />
      )}
      <Line>
        <AddDetails value={value} onChange={(part) => set(part)} />
        {value.per === null && (
          <Tool onPress={() => set({ per: suggestions[0] ?? 'product_id' })}>{words.addPer}</Tool>
        )}
        {value.unless === null && (
          <Tool onPress={() => set({ unless: startUnless('Order Completed', newId) })}>
            {words.addUnless}
          </Tool>
        )}
      </Line>
    </>
  );
}

type MeasureProps = FieldProps<MeasureField> & { readonly suggestions: readonly string[] };

function Measure({ at, value, onChange, suggestions }: MeasureProps) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const { kind, of, bounds } = value;
  return (
    <>
      <Choice
        label={words.measure}
        value={kind}
        options={optionsOf(MEASURES, words.measures)}
        onChange={(next) =>
          onChange({ ...value, kind: next, bounds: bounds.length === 0 ? [startBound(newId)] : bounds })
        }
      />
      {kind !== 'none' && kind !== 'count' && (
        <Written
          at={below(below(at, kind), 'of')}
          label={words.property}
          value={of}
          suggestions={suggestions}
          onChange={(next) => onChange({ ...value, of: next })}
        />
      )}
      {kind !== 'none' && (
        <NumberBounds
          at={below(at, kind)}
          value={bounds}
          onChange={(next) => onChange({ ...value, bounds: next })}
        />
      )}
    </>
  );
}

type DetailsProps = {
  readonly value: UnlessField;
  readonly onChange: (part: Partial<UnlessField>) => void;
};

/** What an event and its absence have alike. */
function Details({
  at,
  value,
  onChange,
  suggestions,
}: DetailsProps & { readonly at: string; readonly suggestions: readonly string[] }) {
  const words = useWords(SEGMENT_FORM);
  const { where, source, before, after } = value;
  return (
    <>
      <Wheres {...{ at, suggestions }} value={where} onChange={(next) => onChange({ where: next })} />
      {source !== '' && (
        <Line>
          <Source at={below(at, 'source')} value={source} onChange={(next) => onChange({ source: next })} />
        </Line>
      )}
      {before !== null && (
        <Fact
          at={below(at, 'before')}
          title={words.before}
          value={before}
          onChange={(next) => onChange({ before: next })}
          onRemove={() => onChange({ before: null })}
        />
      )}
      {after !== null && (
        <Fact
          at={below(at, 'after')}
          title={words.after}
          value={after}
          onChange={(next) => onChange({ after: next })}
          onRemove={() => onChange({ after: null })}
        />
      )}
    </>
  );
}

function AddDetails({ value, onChange }: DetailsProps) {
  const words = useWords(SEGMENT_FORM);
  return (
    <>
      <AddWhere value={value.where} onChange={(where) => onChange({ where })} />
      {value.source === '' && <Tool onPress={() => onChange({ source: 'web' })}>{words.addSource}</Tool>}
      {value.before === null && (
        <Tool onPress={() => onChange({ before: startFact() })}>{words.addBefore}</Tool>
      )}
      {value.after === null && <Tool onPress={() => onChange({ after: startFact() })}>{words.addAfter}</Tool>}
    </>
  );
}

type RemovableProps<Value> = FieldProps<Value> & { readonly onRemove: () => void };

function Unless({ at, value, onChange, onRemove }: RemovableProps<UnlessField>) {
  const words = useWords(SEGMENT_FORM);
  const set = (part: Partial<UnlessField>): void => onChange({ ...value, ...part });
  return (
    <Box title={words.unless} look="part" tools={<Remove label={words.remove} onPress={onRemove} />}>
      <Names at={below(at, 'event')} value={value.names} onChange={(names) => set({ names })} />
      <Line>
        <Window at={below(at, 'within')} value={value.window} onChange={(window) => set({ window })} />
      </Line>
      <Details at={at} value={value} onChange={set} suggestions={propertiesOf(namesOf(value))} />
      <Line>
        <AddDetails value={value} onChange={set} />
      </Line>
    </Box>
  );
}

type FactProps = RemovableProps<FactField> & { readonly title: string };

function Fact({ at, value, onChange, onRemove, title }: FactProps) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Box title={title} look="part" tools={<Remove label={words.remove} onPress={onRemove} />}>
      <Line>
        <Written
          at={below(at, 'site')}
          label={words.fact}
          value={value.site}
          suggestions={FACT_NAMES}
          onChange={(site) => onChange({ ...value, site })}
        />
        <LengthBounds
          at={below(at, 'age')}
          label={words.age}
          isOptional
          value={value.age}
          onChange={(age) => onChange({ ...value, age })}
        />
      </Line>
    </Box>
  );
}
