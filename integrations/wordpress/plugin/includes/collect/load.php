<?php
/**
 * What the collect path needs, loaded when it is first used: inside WordPress, before it, and in tests without it.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

spl_autoload_register(
	static function ( string $name ): void {
		if ( 0 !== strpos( $name, __NAMESPACE__ . '\\' ) ) {
			return;
		}
		$short = strtolower( str_replace( '_', '-', substr( $name, strlen( __NAMESPACE__ ) + 1 ) ) );
		// Nobody asks for a class that is not there, and none is asked for twice: with every look at the disk a post takes longer.
		require __DIR__ . '/class-' . $short . '.php';
	}
);
