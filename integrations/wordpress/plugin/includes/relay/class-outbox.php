<?php
/**
 * What waits for the server.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What waits for the server. */
final class Outbox implements Module {

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}
}
