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
		$path  = __DIR__ . '/class-' . $short . '.php';
		if ( is_file( $path ) ) {
			require_once $path;
		}
	}
);
