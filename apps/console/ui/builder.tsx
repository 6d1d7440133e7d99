/** Small parts that stand within a line, for forms that read like a sentence; every skin draws them from the same elements. */
import { type ReactNode, useId } from 'react';

type Labelled = {
  readonly label: string;
  /** Why what stands there cannot be taken. */
  readonly fault?: string | null;
};

type EntryProps = Labelled & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What may be meant; anything else may be typed as well. */
  readonly suggestions?: readonly string[];
  readonly isShort?: boolean;
};

/** A text or a number. @example <Entry label="Property" value={path} onChange={setPath} suggestions={['price']} /> */
export function Entry({ label, value, onChange, suggestions, isShort = false, fault = null }: EntryProps) {
  const id = useId();
  return (
    <span className={`inkling-entry${isShort ? ' short' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        list={suggestions === undefined ? undefined : `${id}-list`}
        onChange={({ target }) => onChange(target.value)}
      />
      {suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <Fault id={`${id}-fault`} text={fault} />
    </span>
  );
}

type ChoiceProps<Value extends string> = Labelled & {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly isShort?: boolean;
};

/** One of a few. @example <Choice label="Unit" value="d" options={units} onChange={setUnit} /> */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  isShort = false,
  fault = null,
}: ChoiceProps<Value>) {
  const id = useId();
  return (
    <span className={`inkling-entry${isShort ? ' short' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Fault id={`${id}-fault`} text={fault} />
    </span>
  );
}

function Fault({ id, text }: { readonly id: string; readonly text: string | null }) {
  return text === null ? null : (
    <span className="inkling-fault" id={id}>
      {text}
    </span>
  );
}

type BoxProps = {
  /** Read out as the name of the group, and shown where it is no field itself. */
  readonly title: string;
  readonly head?: ReactNode;
  readonly tools?: ReactNode;
  readonly fault?: string | null;
  readonly look?: 'condition' | 'part';
  readonly children: ReactNode;
};

/** What belongs together, with what can be done to the whole of it. */
export function Box({ title, head, tools, fault = null, look = 'condition', children }: BoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot hold the field that says what kind it is.
    <div role="group" aria-label={title} className={`inkling-box ${look}`}>
      <div className="inkling-box-head">
        {head ?? <strong>{title}</strong>}
        {tools !== undefined && <span className="inkling-tools">{tools}</span>}
      </div>
      {children}
      {fault !== null && (
        <p className="inkling-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

type ToolProps = {
  readonly onPress: () => void;
  readonly children: string;
  /** Read out, where the sign alone does not say it. */
  readonly label?: string;
  readonly isDisabled?: boolean;
};

/** A small button. @example <Tool onPress={remove} label="Remove this condition">×</Tool> */
export function Tool({ onPress, children, label, isDisabled = false }: ToolProps) {
  return (
    <button
      type="button"
      className="inkling-tool"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

type RemoveProps = Pick<ToolProps, 'onPress'> & { readonly label: string };

/** Takes away what it stands in; the focus goes to what is left around that. @example <Remove label="Remove this bound" onPress={remove} /> */
export function Remove({ label, onPress }: RemoveProps) {
  return (
    <button
      type="button"
      className="inkling-tool"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => {
        focusAround(currentTarget);
        onPress();
      }}
    >
      ×
    </button>
  );
}

function focusAround(button: HTMLElement): void {
  const own = button.closest('.inkling-box');
  const isOfWhole = button.closest('.inkling-tools')?.parentElement?.parentElement === own;
  const left = isOfWhole ? own?.parentElement?.closest('.inkling-box') : own;
  left?.querySelector<HTMLElement>('select, input')?.focus();
}

/** Parts side by side, as words of a sentence are. */
export function Line({ children }: { readonly children: ReactNode }) {
  return <div className="inkling-line">{children}</div>;
}
