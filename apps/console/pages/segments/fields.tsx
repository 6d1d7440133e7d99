/** Fields that many conditions have: names, lengths of time, bounds, windows. */
import type { ReactNode } from 'react';
import { Choice, Entry, Line, Remove, Tool } from '../../ui/builder.tsx';
import { removeFrom, replaceIn, startAge, startBound } from '../../view-models/segment-form/change.ts';
import {
  LENGTH_BOUNDS,
  type LengthBoundField,
  type LengthField,
  type MatchField,
  type NamesField,
  NUMBER_BOUNDS,
  type NumberBoundField,
  SOURCES,
  UNITS,
  WINDOWS,
  type WindowField,
} from '../../view-models/segment-form/form.ts';
import { EVENT_NAMES } from '../../view-models/segment-form/known.ts';
import { below } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';
import { useBuilding, useFaultAt } from './building.ts';

/** @param at Place of what is said by it: where the server says what is wrong. */
export type FieldProps<Value> = {
  readonly at: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** @example optionsOf(UNITS, words.units) */
export function optionsOf<Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<string, string>>,
): readonly { readonly value: Value; readonly label: string }[] {
  return values.map((value) => ({ value, label: labels[value] ?? value }));
}

export function Names({ at, value, onChange }: FieldProps<NamesField>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const { names, isList } = value;
  const set = (next: NamesField['names'], asList = isList || next.length > 1): void =>
    onChange({ isList: asList, names: next });
  return (
    <Line>
      {names.map((name, place) => (
        <Line key={name.id}>
          <EventEntry
            at={isList ? below(at, place) : at}
            value={name.text}
            onChange={(text) => set(replaceIn(names, { ...name, text }))}
          />
          {names.length > 1 && (
            <Remove label={words.removeEvent} onPress={() => set(removeFrom(names, name.id))} />
          )}
        </Line>
      ))}
      <Tool onPress={() => set([...names, { id: newId(), text: '' }])}>{words.orEvent}</Tool>
    </Line>
  );
}

function EventEntry({ at, value, onChange }: FieldProps<string>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Entry label={words.event} fault={useFaultAt(at)} suggestions={EVENT_NAMES} {...{ value, onChange }} />
  );
}

type LengthProps = FieldProps<LengthField> & { readonly label?: string };

export function Length({ at, value, onChange, label }: LengthProps) {
  const words = useWords(SEGMENT_FORM);
  const fault = useFaultAt(at);
  return (
    <>
      <Entry
        label={label ?? words.amount}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount })}
        {...{ fault, isShort: true }}
      />
      <Choice
        label={words.unit}
        isShort
        value={value.unit}
        options={optionsOf(UNITS, words.units)}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </>
  );
}

type BoundsProps<Bound> = FieldProps<readonly Bound[]> & {
  readonly label?: string;
  readonly isOptional?: boolean;
};

type BoundField<Op extends string> = Bounded<Op> & { readonly id: string };

type DrawnBounds<Op extends string, Bound extends BoundField<Op>> = Omit<BoundsProps<Bound>, 'at'> & {
  readonly ops: readonly Op[];
  readonly labels: Readonly<Record<Op, string>>;
  readonly start: () => Bound;
  /** What stands behind the choice of the bound. */
  readonly draw: (bound: Bound, put: (bound: Bound) => void) => ReactNode;
};

/** Each kind of bound stands once. */
function Bounds<Op extends string, Bound extends BoundField<Op>>({
  value,
  onChange,
  label,
  isOptional = false,
  ops,
  labels,
  start,
  draw,
}: DrawnBounds<Op, Bound>) {
  const words = useWords(SEGMENT_FORM);
  const isRemovable = isOptional || value.length > 1;
  const put = (bound: Bound): void => onChange(replaceIn(value, bound));
  return (
    <Line>
      {value.map((bound) => (
        <Line key={bound.id}>
          <Choice
            label={label ?? words.bound}
            isShort={label === undefined}
            value={bound.op}
            options={optionsOf(unusedOf(ops, value, bound.op), labels)}
            onChange={(op) => put({ ...bound, op })}
          />
          {draw(bound, put)}
          {isRemovable && (
            <Remove label={words.removeBound} onPress={() => onChange(removeFrom(value, bound.id))} />
          )}
        </Line>
      ))}
      {value.length < ops.length && (
        <Tool onPress={() => onChange([...value, { ...start(), ...firstUnused(ops, value) }])}>
          {value.length === 0 && label !== undefined ? `+ ${label}` : words.addBound}
        </Tool>
      )}
    </Line>
  );
}

export function NumberBounds({ at, ...rest }: BoundsProps<NumberBoundField>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  return (
    <Bounds
      {...rest}
      ops={NUMBER_BOUNDS}
      labels={words.bounds}
      start={() => startBound(newId)}
      draw={(bound, put) => (
        <NumberEntry
          at={below(at, bound.op)}
          value={bound.text}
          onChange={(text) => put({ ...bound, text })}
        />
      )}
    />
  );
}

function NumberEntry({ at, value, onChange }: FieldProps<string>) {
  const words = useWords(SEGMENT_FORM);
  return <Entry label={words.number} isShort fault={useFaultAt(at)} {...{ value, onChange }} />;
}

type Bounded<Op> = { readonly op: Op };

/** Each stands once. */
export function unusedOf<Op>(all: readonly Op[], used: readonly Bounded<Op>[], own: Op): readonly Op[] {
  return all.filter((op) => op === own || !used.some((one) => one.op === op));
}

export function firstUnused<Op>(all: readonly Op[], used: readonly Bounded<Op>[]): Partial<Bounded<Op>> {
  const op = all.find((one) => !used.some((other) => other.op === one));
  return op === undefined ? {} : { op };
}

export function LengthBounds({ at, ...rest }: BoundsProps<LengthBoundField>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  return (
    <Bounds
      {...rest}
      ops={LENGTH_BOUNDS}
      labels={words.lengthBounds}
      start={() => startAge(newId)}
      draw={(bound, put) => (
        <Length
          at={below(at, bound.op)}
          value={bound.length}
          onChange={(length) => put({ ...bound, length })}
        />
      )}
    />
  );
}

export function Window({ at, value, onChange }: FieldProps<WindowField>) {
  const words = useWords(SEGMENT_FORM);
  const fault = useFaultAt(at);
  return (
    <>
      <Choice
        label={words.window}
        value={value.kind}
        options={optionsOf(WINDOWS, words.windows)}
        onChange={(kind) => onChange({ ...value, kind })}
        fault={value.kind === 'last' ? null : fault}
      />
      {value.kind === 'last' && (
        <Length at={at} value={value.length} onChange={(length) => onChange({ ...value, length })} />
      )}
      {value.kind === 'between' && (
        <>
          <Length
            at={below(at, 'from')}
            label={words.from}
            value={value.length}
            onChange={(length) => onChange({ ...value, length })}
          />
          <Length
            at={below(at, 'to')}
            label={words.until}
            value={value.until}
            onChange={(until) => onChange({ ...value, until })}
          />
        </>
      )}
    </>
  );
}

export function Source({ at, value, onChange }: FieldProps<MatchField['source']>) {
  const words = useWords(SEGMENT_FORM);
  return (
    <Choice
      label={words.source}
      value={value}
      options={optionsOf(['', ...SOURCES] as const, words.sources)}
      fault={useFaultAt(at)}
      onChange={onChange}
    />
  );
}

type TextProps = FieldProps<string> & {
  readonly label: string;
  readonly suggestions?: readonly string[];
  readonly isShort?: boolean;
};

export function Written({ at, ...entry }: TextProps) {
  return <Entry fault={useFaultAt(at)} {...entry} />;
}
