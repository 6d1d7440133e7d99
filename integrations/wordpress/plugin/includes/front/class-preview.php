<?php
/**
 * A page as a visitor with high intent would see it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** A page as a visitor with high intent would see it. */
final class Preview implements Module {

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}
}
