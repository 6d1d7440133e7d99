<?php
/** Who would keep events and sessions, and who would know what visitors allow: they write down what they are told. */

final class Inkling_Recorder_Double {

	/** The present request's; null for one of a gateway. */
	public static $visitor = null;
	public static $state   = array();
	public static $events  = array();
	public static $orders  = array();

	public static function visitor( string $device = '' ): ?array {
		return self::$visitor;
	}

	public static function state( array $visitor ): array {
		return self::$state;
	}

	public static function add_order( array $visitor, string $id, array $order ): void {
		self::$orders[ $id ] = self::$orders[ $id ] ?? array( $visitor['v'], $order[1], $order[2] );
	}

	public static function record( array $visitor, array $events ): bool {
		foreach ( $events as $event ) {
			self::$events[] = array( 'v' => $visitor['v'] ?? '' ) + $event;
		}
		return true;
	}

	public static function names(): array {
		return array_column( self::$events, 'n' );
	}
}

final class Inkling_Consent_Double {

	/** Null where no consent plugin speaks. */
	public static $allowed = array();

	public static function allows( string $purpose ): ?bool {
		return null === self::$allowed ? null : in_array( $purpose, self::$allowed, true );
	}
}
