<?php
/**
 * The collect path as the rest of the plugin uses it.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Bots;
use Inkling\Collect\Buffer;
use Inkling\Collect\Config;
use Inkling\Collect\Entrance;
use Inkling\Collect\Identity;
use Inkling\Collect\Refusal;
use Inkling\Collect\Salts;
use Inkling\Collect\Seen;
use Inkling\Collect\Session_File;
use Inkling\Collect\Session_State;
use Inkling\Collect\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * Who makes the present request, and what the site's own server knows of them. A visitor is an array of `v` (32 hex digits), `m`
 * (`anonymous` or `consented`) and `day` (of the folder of their session); it may be kept with an order and given back later.
 */
final class Recorder {

	/**
	 * Units of the visitors of this request, by day and id: their salts need not be read twice.
	 *
	 * @var string[]
	 */
	private static $units = array();

	/**
	 * The visitor of the present request; stores nothing.
	 *
	 * @param string $device Of a visitor who consented, where the request says it.
	 * @return array{v: string, m: string, day: string}|null Null where there is none: switched off, policy, GPC, a robot.
	 */
	public static function visitor( string $device = '' ): ?array {
		$config = Config::current( Storage::folder() );
		if ( null === $config || ! $config->enabled ) {
			return null;
		}
		$seen = new Seen( $_SERVER, $config->trusted_proxies );
		if ( $seen->is_prefetch() || Bots::is_bot( $seen->user_agent ) ) {
			return null;
		}
		$who = Identity::of_request( $config, $seen, Entrance::now(), $device );
		if ( '' === $who->own ) {
			return null;
		}
		self::$units[ $who->day . $who->own ] = $who->unit;
		return array(
			'v'   => $who->own,
			'm'   => $who->mode,
			'day' => $who->day,
		);
	}

	/**
	 * The state of a visitor's session; empty where there is none any more.
	 *
	 * @param array|null $visitor Of `visitor()`.
	 */
	public static function state( ?array $visitor ): array {
		$file = self::is_visitor( $visitor ) ? self::file( $visitor )->read() : null;
		return $file['st'] ?? array();
	}

	/**
	 * An order of theirs, for the rules of their pages. The same one twice is one.
	 *
	 * @param array|null $visitor Of `visitor()`.
	 * @param string     $id      What stands for the order.
	 * @param array      $order   When, ms; how much, minor units; ISO 4217.
	 */
	public static function add_order( ?array $visitor, string $id, array $order ): void {
		self::change(
			$visitor,
			static function ( ?array $file, string $unit ) use ( $id, $order ): ?array {
				if ( in_array( $id, $file['ids'] ?? array(), true ) ) {
					return null;
				}
				$changed          = Session_State::add_order( $file, $unit, $order, Entrance::now() );
				$changed['ids'][] = $id;
				return $changed;
			}
		);
	}

	/**
	 * Events that the site's own server saw: into the session, where the rules of the pages listen for them, and to be counted.
	 *
	 * @param array|null $visitor Of `visitor()`; nobody: they are only counted.
	 * @param array[]    $events  Each `i` (id), `n` (name), `t` (ms), `p` (properties).
	 * @return bool Whether they are kept.
	 */
	public static function record( ?array $visitor, array $events ): bool {
		$config = Config::current( Storage::folder() );
		if ( null === $config || ! $config->enabled ) {
			return false;
		}
		$is_known = self::is_visitor( $visitor );
		self::change(
			$visitor,
			static function ( ?array $file, string $unit ) use ( $events, $config ): array {
				return Session_State::append( $file, $unit, $events, Entrance::now(), $config )['file'];
			}
		);
		$line = array(
			't'   => Entrance::now(),
			'v'   => $is_known ? $visitor['v'] : '',
			'm'   => $is_known ? $visitor['m'] : 'counted',
			'c'   => null,
			'src' => 'server',
			'e'   => array_map(
				static function ( array $event ): array {
					$event['p'] = (object) $event['p'];
					return $event;
				},
				$events
			),
		);
		if ( $config->connected && $is_known && 'consented' === $visitor['m'] ) {
			$line['dev'] = $visitor['v'];
		}
		try {
			( new Buffer( $config->folder ) )->append( $line, $config->limit( 'buffer_bytes' ) );
			return true;
		} catch ( Refusal $full ) {
			return false;
		}
	}

	/**
	 * Removes the sessions of visitors and what waits of them to be counted.
	 *
	 * @param string[] $visitors 32 hex digits each.
	 * @return int How many sessions and lines went.
	 */
	public static function forget( array $visitors ): int {
		$gone = 0;
		foreach ( glob( Storage::folder() . 'sessions/????-??-??', GLOB_ONLYDIR ) ?: array() as $folder ) {
			foreach ( array_filter( $visitors, array( self::class, 'is_id' ) ) as $visitor ) {
				$gone += ( new Session_File( Storage::folder(), basename( $folder ), $visitor ) )->remove() ? 1 : 0;
			}
		}
		return $gone + ( new Buffer( Storage::folder() ) )->forget( $visitors );
	}

	/**
	 * Changes the file of a session that may still be kept.
	 *
	 * @param array|null $visitor Of `visitor()`.
	 * @param callable   $change  From the file and the unit to the file; null leaves it.
	 */
	private static function change( ?array $visitor, callable $change ): void {
		$config = Config::current( Storage::folder() );
		$unit   = null !== $config && self::is_visitor( $visitor ) ? self::unit( $config, $visitor ) : null;
		if ( null === $unit ) {
			return;
		}
		try {
			self::file( $visitor )->update(
				static function ( ?array $file ) use ( $change, $unit ): ?array {
					$changed = $change( $file, $unit );
					return null === $changed ? null : $changed + ( $file ?? array() );
				}
			);
		} catch ( Refusal $full ) {
			return; // An order is none the worse for it.
		}
	}

	/**
	 * Unit of stable shares; null where the day of the session is over, and nothing may be kept under it.
	 *
	 * @param Config $config  The site's.
	 * @param array  $visitor Of `visitor()`.
	 */
	private static function unit( Config $config, array $visitor ): ?string {
		$known = self::$units[ $visitor['day'] . $visitor['v'] ] ?? null;
		if ( null !== $known ) {
			return $known;
		}
		foreach ( ( new Salts( $config->folder, $config->zone ) )->at( Entrance::now() ) as $salt ) {
			if ( null !== $salt && $salt['day'] === $visitor['day'] ) {
				return Visitor::unit( 'consented' === $visitor['m'] ? $config->id_key : $salt['key'], $visitor['v'] );
			}
		}
		return null;
	}

	/**
	 * The file of a session.
	 *
	 * @param array $visitor Of `visitor()`.
	 */
	private static function file( array $visitor ): Session_File {
		return new Session_File( Storage::folder(), $visitor['day'], $visitor['v'] );
	}

	/**
	 * Whether it is one of `visitor()`: it may come from an order that somebody else wrote to.
	 *
	 * @param array|null $visitor Perhaps one.
	 */
	private static function is_visitor( ?array $visitor ): bool {
		return self::is_id( $visitor['v'] ?? null ) && is_string( $visitor['m'] ?? null )
			&& 1 === preg_match( '/^\d{4}-\d\d-\d\d$/D', (string) ( $visitor['day'] ?? '' ) );
	}

	/**
	 * Whether it is an id.
	 *
	 * @param mixed $value Anything.
	 */
	private static function is_id( $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/^[0-9a-f]{32}$/D', $value );
	}
}
