<?php
/**
 * Settings, and the page on which they are made.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Settings, and the page on which they are made. */
final class Settings implements Module {

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}
}
