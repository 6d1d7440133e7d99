/** The skin of everywhere but the Shopify admin: our own, light and dark. */
import type { FrameProps, Skin } from '../../ui/skin.ts';
import { Badge, Banner, ProgressBar, Rows, Skeleton, Table, Toast } from './display.tsx';
import { FollowContext } from './follow.tsx';
import { Button, ButtonLink, Checkbox, Field, Link, Modal, Select, TextArea } from './input.tsx';
import { Card, EmptyState, Inline, Page, Stack, Text } from './layout.tsx';

function Frame({ onFollow, children }: FrameProps) {
  return <FollowContext.Provider value={onFollow}>{children}</FollowContext.Provider>;
}

export const PLAIN_SKIN: Skin = {
  Frame,
  Page,
  Card,
  Stack,
  Inline,
  Text,
  Button,
  Link,
  ButtonLink,
  Banner,
  Badge,
  Rows,
  Table,
  ProgressBar,
  Field,
  TextArea,
  Select,
  Checkbox,
  EmptyState,
  Skeleton,
  Modal,
  Toast,
};
