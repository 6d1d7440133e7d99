/**
 * What pages are made of. A skin is one folder in `skins/` that has an implementation of each; which one is decided where
 * the console starts, and no page knows it.
 */
import type { ComponentType, ReactNode } from 'react';

type Act = () => void;

/** What a page, a banner or a dialog offers to do. */
export type Offer = {
  readonly label: string;
  readonly onPress: Act;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
};

type Holding = { readonly children: ReactNode };

export type PageProps = Holding & {
  readonly title: string;
  readonly intro?: string;
  readonly offer?: Offer | undefined;
};
export type CardProps = Holding & { readonly title?: string };
export type StackProps = Holding & { readonly gap?: 'small' | 'wide' };
/** Side by side, and below each other where there is no room. */
export type InlineProps = Holding & {
  /** Each as wide as the others. */
  readonly isEven?: boolean;
};
export type TextProps = Holding & {
  readonly as?: 'p' | 'h2' | 'h3' | 'span';
  readonly look?: 'body' | 'heading' | 'figure' | 'strong' | 'quiet' | 'bad';
};
export type ButtonProps = Holding & {
  readonly onPress: Act;
  readonly isPrimary?: boolean;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  /** Read out instead of the text, where that alone does not say what is meant. */
  readonly label?: string;
};
export type LinkProps = Holding & { readonly href: string; readonly isCurrent?: boolean };
/** A link that looks as a button does; `isOutside` opens in place of the whole admin. */
export type ButtonLinkProps = Holding & {
  readonly href: string;
  readonly isOutside?: boolean;
  readonly label?: string;
};
export type BannerProps = {
  readonly tone: 'bad' | 'warning' | 'info';
  readonly title: string;
  readonly children?: ReactNode;
  readonly offer?: Offer;
};
/** How what is shown is to be taken. */
export type Tone = 'good' | 'waiting' | 'bad' | 'plain';
export type BadgeProps = { readonly tone: Tone; readonly children: string };
/** Rows below each other with a line between; what ends a row stands at its right where there is room. */
export type RowsProps = {
  readonly rows: readonly { readonly key: string; readonly content: ReactNode; readonly end: ReactNode }[];
};
export type TableProps = {
  /** Read out as its name. */
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
};
/** @param share 0 to 1. */
export type ProgressBarProps = { readonly share: number; readonly label: string };
type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};
export type FieldProps = ChoiceProps & {
  /** `secret` is not shown. */
  readonly kind?: 'text' | 'secret' | 'number' | 'date' | 'time' | 'datetime-local' | 'search' | 'url';
  readonly help?: string;
  /** Why what stands there cannot be taken. */
  readonly fault?: string | undefined;
};
/** Several lines. */
export type TextAreaProps = ChoiceProps & Pick<FieldProps, 'help' | 'fault'> & { readonly lines: number };
export type SelectProps = ChoiceProps &
  Pick<FieldProps, 'help' | 'fault'> & {
    readonly options: readonly { readonly value: string; readonly label: string }[];
  };
export type CheckboxProps = {
  readonly label: string;
  readonly help?: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
};
export type EmptyStateProps = Holding & { readonly title: string; readonly offer?: Offer };
/** Stands where something will be. */
export type SkeletonProps = { readonly lines: number; readonly label: string };
export type ModalProps = Holding & {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: Act;
  readonly closeLabel: string;
  readonly offer?: Offer;
};
export type ToastProps = { readonly text: string; readonly onEnd: Act };

export type FrameProps = Holding & {
  /** Follows a link to one of our own pages. @returns false: it is none of them, and the browser follows it. */
  readonly onFollow: (href: string) => boolean;
};

export type Skin = {
  /** Around everything. */
  readonly Frame: ComponentType<FrameProps>;
  readonly Page: ComponentType<PageProps>;
  readonly Card: ComponentType<CardProps>;
  readonly Stack: ComponentType<StackProps>;
  readonly Inline: ComponentType<InlineProps>;
  readonly Text: ComponentType<TextProps>;
  readonly Button: ComponentType<ButtonProps>;
  readonly Link: ComponentType<LinkProps>;
  readonly ButtonLink: ComponentType<ButtonLinkProps>;
  readonly Banner: ComponentType<BannerProps>;
  readonly Badge: ComponentType<BadgeProps>;
  readonly Rows: ComponentType<RowsProps>;
  readonly Table: ComponentType<TableProps>;
  readonly ProgressBar: ComponentType<ProgressBarProps>;
  readonly Field: ComponentType<FieldProps>;
  readonly TextArea: ComponentType<TextAreaProps>;
  readonly Select: ComponentType<SelectProps>;
  readonly Checkbox: ComponentType<CheckboxProps>;
  readonly EmptyState: ComponentType<EmptyStateProps>;
  readonly Skeleton: ComponentType<SkeletonProps>;
  readonly Modal: ComponentType<ModalProps>;
  readonly Toast: ComponentType<ToastProps>;
};
