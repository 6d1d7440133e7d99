<?php
/**
 * How sending goes, from one run to the next.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What a run leaves for the next: when it may begin, how much it may send at once, and what the merchant is shown. */
final class Relay_State {

	public const OPTION = 'inkling_relay';

	/** Lines a batch; the server takes no more. */
	public const MOST_LINES = 500;

	private const FIRST_WAIT_SECONDS = 60;

	private const LONGEST_WAIT_SECONDS = 3600;

	/** A server that asks for more is asked again after a day all the same. */
	private const LONGEST_ASKED_SECONDS = 86400;

	/** What waits for longer is a dead letter. */
	private const DAY_SECONDS = 86400;

	/**
	 * What was left.
	 *
	 * @return array{failures:int,since:int,next:int,size:int,last_success:int,last_error:string,dropped:array<string,int>}
	 */
	public static function read(): array {
		$kept = get_option( self::OPTION );
		return ( is_array( $kept ) ? $kept : array() ) + array(
			'failures'     => 0,
			'since'        => 0,
			'next'         => 0,
			'size'         => self::MOST_LINES,
			'last_success' => 0,
			'last_error'   => '',
			'dropped'      => array(),
		);
	}

	/**
	 * Leaves it for the next run.
	 *
	 * @param array $more What has changed.
	 */
	public static function note( array $more ): void {
		update_option( self::OPTION, array_merge( self::read(), $more ), false );
	}

	/**
	 * Counts lines that were not sent.
	 *
	 * @param string $why `denied`, `full`, `refused`.
	 * @param int    $n   How many.
	 */
	public static function count( string $why, int $n ): void {
		if ( $n > 0 ) {
			$dropped         = self::read()['dropped'];
			$dropped[ $why ] = ( $dropped[ $why ] ?? 0 ) + $n;
			self::note( array( 'dropped' => $dropped ) );
		}
	}

	/** The server has taken something: what has become too old meanwhile goes as well. */
	public static function succeed(): void {
		$kept = self::read();
		self::note(
			array(
				'failures'     => 0,
				'since'        => 0,
				'next'         => 0,
				'size'         => min( self::MOST_LINES, 2 * $kept['size'] ),
				'last_success' => time(),
				'last_error'   => '',
			)
		);
		if ( $kept['failures'] > 0 ) {
			Outbox::revive( false );
		}
	}

	/**
	 * It did not go.
	 *
	 * @param string $error       For the merchant.
	 * @param int    $retry_after How long the server asks to be left alone.
	 * @param bool   $is_heavy    It may be too much at once.
	 */
	public static function fail( string $error, int $retry_after, bool $is_heavy ): void {
		$kept     = self::read();
		$failures = $kept['failures'] + 1;
		$since    = $kept['since'] > 0 ? $kept['since'] : time();
		self::note(
			array(
				'failures'   => $failures,
				'since'      => $since,
				'next'       => time() + self::wait_seconds( $failures, $retry_after ),
				'size'       => $is_heavy ? max( 1, intdiv( $kept['size'], 2 ) ) : $kept['size'],
				'last_error' => $error,
			)
		);
		if ( time() - $since >= self::DAY_SECONDS ) {
			Outbox::end_late();
		}
	}

	/**
	 * A minute, two, four … an hour; longer where the server asks for it.
	 *
	 * @param int $failures    In a row.
	 * @param int $retry_after Seconds.
	 */
	public static function wait_seconds( int $failures, int $retry_after ): int {
		$own = min( self::LONGEST_WAIT_SECONDS, self::FIRST_WAIT_SECONDS * 2 ** min( 10, max( 0, $failures - 1 ) ) );
		return max( $own, min( self::LONGEST_ASKED_SECONDS, $retry_after ) );
	}
}
