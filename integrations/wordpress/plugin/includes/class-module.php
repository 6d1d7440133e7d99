<?php
/**
 * What every part of the plugin can do.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** A part of the plugin: it hooks itself in, and takes with it at the end whatever it made. */
interface Module {

	/** Adds its actions and filters. Called on every request, so it does nothing else. */
	public static function hook(): void;

	/** Makes what it needs on the site at hand: tables, options, planned events. Called again after an update, so it keeps what is there. */
	public static function install(): void;

	/** Stops what runs by itself. What visitors and merchants left stays: the plugin may be activated again. */
	public static function pause(): void;

	/** Leaves nothing of it on the site at hand. Each module knows what it made. */
	public static function uninstall(): void;
}
