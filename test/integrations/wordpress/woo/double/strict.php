<?php
/** What all doubles of WooCommerce's classes are: they know what is written here, and throw at anything else. */

abstract class Inkling_Strict {

	public function __call( $name, $arguments ) {
		throw new Error( sprintf( '%s::%s() is not in the double: look up what WooCommerce does, and add it', static::class, $name ) );
	}

	public static function __callStatic( $name, $arguments ) {
		throw new Error( sprintf( '%s::%s() is not in the double', static::class, $name ) );
	}

	public function __get( $name ) {
		throw new Error( sprintf( '%s has no $%s', static::class, $name ) );
	}
}
