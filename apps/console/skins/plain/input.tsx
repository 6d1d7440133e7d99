/** What somebody presses, types in or chooses. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import type {
  ButtonLinkProps,
  ButtonProps,
  CheckboxProps,
  FieldProps,
  LinkProps,
  ModalProps,
  SelectProps,
  TextAreaProps,
} from '../../ui/skin.ts';
import { useFollow } from './follow.tsx';

/** One that is busy, or that has nothing to do any more, keeps the focus: it is said to be so, and does nothing. */
export function Button({
  onPress,
  isPrimary = false,
  isBusy = false,
  isDisabled = false,
  label,
  children,
}: ButtonProps) {
  return (
    <button
      type="button"
      className={isPrimary ? 'button primary' : 'button'}
      aria-disabled={isDisabled}
      aria-busy={isBusy}
      aria-label={label}
      tabIndex={isDisabled ? -1 : undefined}
      onClick={() => {
        if (!isBusy && !isDisabled) onPress();
      }}
    >
      {children}
    </button>
  );
}

export function Link({ href, isCurrent = false, children }: LinkProps) {
  const follow = useFollow(href);
  return (
    <a href={href} onClick={follow} aria-current={isCurrent ? 'page' : undefined}>
      {children}
    </a>
  );
}

export function ButtonLink({ href, isOutside = false, label, children }: ButtonLinkProps) {
  const follow = useFollow(href);
  return (
    <a
      className="button"
      href={href}
      aria-label={label}
      {...(isOutside ? { target: '_blank', rel: 'noreferrer' } : { onClick: follow })}
    >
      {children}
    </a>
  );
}

type Noted = Pick<FieldProps, 'label' | 'help' | 'fault'>;

/** What every kind of field has around it: its name, what helps, and what is wrong. */
function Labelled({ id, label, help, fault, children }: Noted & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {help !== undefined && (
        <p className="text quiet" id={`${id}-help`}>
          {help}
        </p>
      )}
      {fault !== undefined && (
        <p className="text bad" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

function noting(id: string, { help, fault }: Noted) {
  const notes = [help === undefined ? '' : `${id}-help`, fault === undefined ? '' : `${id}-fault`];
  return {
    id,
    'aria-invalid': fault !== undefined,
    'aria-describedby': notes.join(' ').trim() || undefined,
  };
}

export function Field({ value, kind = 'text', onChange, ...noted }: FieldProps) {
  const id = useId();
  const isSecret = kind === 'secret';
  return (
    <Labelled id={id} {...noted}>
      <input
        {...noting(id, noted)}
        type={isSecret ? 'password' : kind}
        autoComplete={isSecret ? 'current-password' : 'off'}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  );
}

export function TextArea({ value, lines, onChange, ...noted }: TextAreaProps) {
  const id = useId();
  return (
    <Labelled id={id} {...noted}>
      <textarea
        {...noting(id, noted)}
        rows={lines}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  );
}

export function Select({ value, options, onChange, ...noted }: SelectProps) {
  const id = useId();
  return (
    <Labelled id={id} {...noted}>
      <select {...noting(id, noted)} value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function Checkbox({ label, help, isOn, isDisabled = false, onChange }: CheckboxProps) {
  const id = useId();
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {help !== undefined && (
          <p className="text quiet" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
    </div>
  );
}

/** The browser's own dialog: it keeps the focus inside, gives it back, and closes by Escape. */
export function Modal({ title, isOpen, onClose, closeLabel, offer, children }: ModalProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  // What had the focus may have given way to what came of it.
  useEffect(() => {
    const own = dialog.current;
    if (isOpen && own !== null && !own.contains(document.activeElement)) own.querySelector('button')?.focus();
  });
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        // Closed by whoever opened it: a key that comes at once then opens it again.
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        if (dialog.current?.open === false) onClose();
      }}
    >
      {isOpen && (
        <div className="stack-wide">
          <h2 id={id}>{title}</h2>
          {children}
          <div className="inline dialog-acts">
            <Button onPress={onClose}>{closeLabel}</Button>
            {offer !== undefined && (
              <Button
                isPrimary
                onPress={offer.onPress}
                isBusy={offer.isBusy ?? false}
                isDisabled={offer.isDisabled ?? false}
              >
                {offer.label}
              </Button>
            )}
          </div>
        </div>
      )}
    </dialog>
  );
}
