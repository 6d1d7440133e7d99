/** Comparisons of what is known, and of properties of events. */
import { Box, Choice, Entry, Line, Remove, Tool } from '../../ui/builder.tsx';
import {
  removeFrom,
  replaceIn,
  startAsk,
  startWhere,
  withOperator,
} from '../../view-models/segment-form/change.ts';
import {
  type AskField,
  OPERATORS,
  SCALAR_TYPES,
  type ScalarField,
  type WhereField,
} from '../../view-models/segment-form/form.ts';
import { below } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';
import { useBuilding, useFaultAt } from './building.ts';
import { type FieldProps, firstUnused, optionsOf, unusedOf, Written } from './fields.tsx';

type AsksProps = FieldProps<readonly AskField[]> & {
  /** The value stands at the place itself. */
  readonly isBare?: boolean;
};

export function Asks({ at, value, onChange, isBare = false }: AsksProps) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  return (
    <>
      {value.map((ask) => (
        <Line key={ask.id}>
          <Choice
            label={words.how}
            value={ask.op}
            options={optionsOf(unusedOf(OPERATORS, value, ask.op), words.operators)}
            onChange={(op) => onChange(replaceIn(value, withOperator(ask, op, newId)))}
          />
          <Values
            at={isBare ? at : below(at, ask.op)}
            value={ask}
            onChange={(changed) => onChange(replaceIn(value, changed))}
          />
          {value.length > 1 && (
            <Remove label={words.removeBound} onPress={() => onChange(removeFrom(value, ask.id))} />
          )}
        </Line>
      ))}
      {value.length < OPERATORS.length && (
        <Line>
          <Tool
            onPress={() => onChange([...value, startAsk(newId, firstUnused(OPERATORS, value).op ?? 'ne')])}
          >
            {words.addAsk}
          </Tool>
        </Line>
      )}
    </>
  );
}

function Values({ at, value: ask, onChange }: FieldProps<AskField>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const { op, values } = ask;
  const isList = op === 'in' || op === 'nin';
  const set = (next: readonly ScalarField[]): void => onChange({ ...ask, values: next });
  // The others compare with one kind of value.
  const isTyped = isList || op === 'eq' || op === 'ne' || op === 'contains';
  return (
    <Line>
      {values.map((value, place) => (
        <Line key={value.id}>
          <Scalar
            at={isList ? below(at, place) : at}
            isTyped={isTyped}
            value={value}
            onChange={(changed) => set(replaceIn(values, changed))}
          />
          {values.length > 1 && (
            <Remove label={words.removeBound} onPress={() => set(removeFrom(values, value.id))} />
          )}
        </Line>
      ))}
      {isList && (
        <Tool onPress={() => set([...values, { id: newId(), type: 'text', text: '' }])}>
          {words.addValue}
        </Tool>
      )}
    </Line>
  );
}

type ScalarProps = FieldProps<ScalarField> & { readonly isTyped: boolean };

function Scalar({ at, value, onChange, isTyped }: ScalarProps) {
  const words = useWords(SEGMENT_FORM);
  const fault = useFaultAt(at);
  return (
    <>
      {isTyped && (
        <Choice
          label={words.type}
          value={value.type}
          options={optionsOf(SCALAR_TYPES, words.types)}
          onChange={(type) => onChange({ ...value, type, text: type === 'truth' ? 'true' : value.text })}
        />
      )}
      {value.type === 'truth' ? (
        <Choice
          label={words.value}
          value={value.text}
          options={optionsOf(['true', 'false'], { true: words.yes, false: words.no })}
          onChange={(text) => onChange({ ...value, text })}
          fault={fault}
        />
      ) : (
        <Written
          at={at}
          label={words.value}
          value={value.text}
          onChange={(text) => onChange({ ...value, text })}
        />
      )}
    </>
  );
}

type WheresProps = FieldProps<readonly WhereField[]> & { readonly suggestions: readonly string[] };

/** Each property with what is asked of it. @param at Of the event; `where` stands below it. */
export function Wheres({ at, value, onChange, suggestions }: WheresProps) {
  const words = useWords(SEGMENT_FORM);
  const around = below(at, 'where');
  return (
    <>
      {value.map((where) => (
        <Box
          key={where.id}
          title={words.property}
          look="part"
          head={
            <Entry
              label={words.property}
              value={where.path}
              suggestions={suggestions}
              onChange={(path) => onChange(replaceIn(value, { ...where, path }))}
            />
          }
          tools={<Remove label={words.remove} onPress={() => onChange(removeFrom(value, where.id))} />}
          fault={value.some(({ id, path }) => id !== where.id && path === where.path) ? words.twice : null}
        >
          <Asks
            at={below(around, where.path)}
            isBare={where.isBare && where.asks.length === 1 && where.asks[0]?.op === 'eq'}
            value={where.asks}
            onChange={(asks) => onChange(replaceIn(value, { ...where, asks }))}
          />
        </Box>
      ))}
    </>
  );
}

/** @example <AddWhere value={where} onChange={setWhere} /> */
export function AddWhere({ value, onChange }: Omit<FieldProps<readonly WhereField[]>, 'at'>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  return <Tool onPress={() => onChange([...value, startWhere(newId)])}>{words.addWhere}</Tool>;
}
