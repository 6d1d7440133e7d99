/** What somebody presses, types in or chooses. */
import {
  Button as PolarisButton,
  Checkbox as PolarisCheckbox,
  Link as PolarisLink,
  Modal as PolarisModal,
  Select as PolarisSelect,
  Text as PolarisText,
  TextField,
} from '@shopify/polaris';
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
import { actionOf } from './layout.tsx';

export function Button({
  onPress,
  isPrimary = false,
  isBusy = false,
  isDisabled = false,
  label,
  children,
}: ButtonProps) {
  return (
    <PolarisButton
      onClick={onPress}
      loading={isBusy}
      disabled={isDisabled}
      {...(isPrimary && { variant: 'primary' as const })}
      {...(label !== undefined && { accessibilityLabel: label })}
    >
      {textOf(children)}
    </PolarisButton>
  );
}

/** Polaris types what stands on a button as text. */
function textOf(children: ButtonProps['children']): string {
  return typeof children === 'string' ? children : String(children ?? '');
}

export function Link({ href, isCurrent = false, children }: LinkProps) {
  if (isCurrent) {
    return (
      <PolarisText as="span" fontWeight="semibold">
        <span aria-current="page">{children}</span>
      </PolarisText>
    );
  }
  return (
    <PolarisLink url={href} removeUnderline>
      {children}
    </PolarisLink>
  );
}

export function ButtonLink({ href, isOutside = false, label, children }: ButtonLinkProps) {
  return (
    <PolarisButton
      url={href}
      {...(isOutside && { target: '_top' as const })}
      {...(label !== undefined && { accessibilityLabel: label })}
    >
      {textOf(children)}
    </PolarisButton>
  );
}

const KINDS = {
  text: 'text',
  secret: 'password',
  number: 'number',
  date: 'date',
  time: 'time',
  'datetime-local': 'datetime-local',
  search: 'search',
  url: 'url',
} as const satisfies Record<NonNullable<FieldProps['kind']>, string>;

export function Field({ label, value, kind = 'text', help, fault, onChange }: FieldProps) {
  return (
    <TextField
      {...{ label, value, onChange }}
      type={KINDS[kind]}
      autoComplete="off"
      {...(help !== undefined && { helpText: help })}
      {...(fault !== undefined && { error: fault })}
    />
  );
}

export function TextArea({ label, value, lines, help, fault, onChange }: TextAreaProps) {
  return (
    <TextField
      {...{ label, value, onChange }}
      multiline={lines}
      autoComplete="off"
      {...(help !== undefined && { helpText: help })}
      {...(fault !== undefined && { error: fault })}
    />
  );
}

export function Select({ label, value, options, help, fault, onChange }: SelectProps) {
  return (
    <PolarisSelect
      {...{ label, value, onChange }}
      options={[...options]}
      {...(help !== undefined && { helpText: help })}
      {...(fault !== undefined && { error: fault })}
    />
  );
}

export function Checkbox({ label, help, isOn, isDisabled = false, onChange }: CheckboxProps) {
  return (
    <PolarisCheckbox
      label={label}
      checked={isOn}
      disabled={isDisabled}
      onChange={onChange}
      {...(help !== undefined && { helpText: help })}
    />
  );
}

export function Modal({ title, isOpen, onClose, closeLabel, offer, children }: ModalProps) {
  return (
    <PolarisModal
      open={isOpen}
      title={title}
      onClose={onClose}
      {...(offer !== undefined && { primaryAction: actionOf(offer) })}
      secondaryActions={[{ content: closeLabel, onAction: onClose }]}
    >
      <PolarisModal.Section>{children}</PolarisModal.Section>
    </PolarisModal>
  );
}
