<?php
/**
 * The ways by which posts reach the collect path.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** The ways by which posts reach the collect path. */
final class Endpoint implements Module {

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}
}
