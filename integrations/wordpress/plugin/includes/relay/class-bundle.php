<?php
/**
 * Rules that the server made.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Segments, campaigns and the model of the server, as the pages of this site work by them. They are kept whole or not at
 * all, and the last ones hold for as long as the server is away.
 */
final class Bundle implements Module {

	private const HOOK = 'inkling_bundle';

	private const FILE = 'bundle.php';

	/** Of rules; a later format is for a later plugin. */
	private const FORMAT = 1;

	/** Fewer than the server takes. */
	private const CONFIRMED_AT_ONCE = 500;

	/** Pages fetch them. */
	private const MOST_BYTES = 524288;

	/** Puts the server's rules in the place of the plugin's own. */
	public static function hook(): void {
		add_action( self::HOOK, array( self::class, 'pull' ) );
		add_filter( 'inkling_rules_base', array( self::class, 'replace' ) );
	}

	/** A site that was connected before goes on. */
	public static function install(): void {
		self::plan();
	}

	/** The rules stay. */
	public static function pause(): void {
		wp_clear_scheduled_hook( self::HOOK );
	}

	/** Removes the rules. */
	public static function uninstall(): void {
		self::pause();
		Storage::remove( Storage::folder() . self::FILE );
	}

	/** Comes for rules as long as there is a server. */
	public static function plan(): void {
		if ( ! Server::is_there() ) {
			self::pause();
		} elseif ( ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_event( time(), 'inkling_relay_five', self::HOOK );
		}
	}

	/**
	 * The server's rules, where there are some.
	 *
	 * @param array $base The plugin's own.
	 */
	public static function replace( array $base ): array {
		return self::rules() ?? $base;
	}

	/** The last rules that came whole; null: none ever did, or the server has none. */
	public static function rules(): ?array {
		$kept = Storage::read_guarded( self::FILE );
		return is_array( $kept['rules'] ?? null ) ? $kept['rules'] : null;
	}

	/** The plugin's own rules hold again. */
	public static function clear(): void {
		if ( null !== Storage::read_guarded( self::FILE ) ) {
			Storage::remove( Storage::folder() . self::FILE );
			self::publish();
		}
	}

	/** Comes for what has changed. Cron's. */
	public static function pull(): void {
		if ( ! Server::is_there() ) {
			return;
		}
		$kept   = Storage::read_guarded( self::FILE ) ?? array();
		$answer = Server::ask( 'GET', '/bundle', null, (string) ( $kept['etag'] ?? '' ) );
		if ( ! $answer['is_trusted'] || 200 !== $answer['status'] ) {
			return;
		}
		// Whatever of it breaks off comes again, for the next answer is a new one then.
		$is_done = self::forget( (array) ( $answer['body']['forget'] ?? array() ) );
		self::keep( $answer['body'], $is_done ? $answer['etag'] : '', $kept );
	}

	/**
	 * Keeps the rules, if they can be worked by.
	 *
	 * @param array  $body Of the answer.
	 * @param string $etag Of the answer; empty: all of it is to be asked for again.
	 * @param array  $kept Of before.
	 */
	private static function keep( array $body, string $etag, array $kept ): void {
		$rules = $body['rules'] ?? null;
		if ( null !== $rules && ! self::is_usable( $rules ) ) {
			Relay_State::note( array( 'last_error' => __( 'The server’s rules are of another version than this plugin: update the older of both.', 'inkling' ) ) );
			return;
		}
		Storage::write_guarded(
			self::FILE,
			array(
				'etag'  => $etag,
				'rules' => $rules,
			)
		);
		if ( ( $kept['rules'] ?? null ) !== $rules ) {
			self::publish();
		}
	}

	/**
	 * Whether pages can work by it.
	 *
	 * @param mixed $rules As they came.
	 */
	public static function is_usable( $rules ): bool {
		if ( ! is_array( $rules ) || self::FORMAT !== ( $rules['v'] ?? null ) ) {
			return false;
		}
		foreach ( array( 'site', 'hears', 'segments', 'campaigns' ) as $part ) {
			if ( ! is_array( $rules[ $part ] ?? null ) ) {
				return false;
			}
		}
		return strlen( (string) wp_json_encode( $rules ) ) <= self::MOST_BYTES;
	}

	/** Pages get the rules that hold now. */
	private static function publish(): void {
		if ( method_exists( Rules::class, 'publish' ) ) {
			Rules::publish();
		}
	}

	/**
	 * Forgets whom the server has erased, and says so.
	 *
	 * @param array $erasures Of the server: `{ id, visitors }`.
	 * @return bool Whether the server has heard of all.
	 */
	private static function forget( array $erasures ): bool {
		$ids = array();
		foreach ( $erasures as $erasure ) {
			$visitors = array_filter(
				(array) ( $erasure['visitors'] ?? array() ),
				static function ( $visitor ): bool {
					return is_string( $visitor ) && 1 === preg_match( '/^[0-9a-f]{32}$/', $visitor );
				}
			);
			/** For everybody who holds something of visitors. */
			do_action( 'inkling_forget_visitors', array_values( $visitors ) );
			$ids[] = (string) ( $erasure['id'] ?? '' );
		}
		$is_done = true;
		foreach ( array_chunk( $ids, self::CONFIRMED_AT_ONCE ) as $some ) {
			$answer  = Server::ask( 'POST', '/forgotten', array( 'ids' => $some ) );
			$is_done = $is_done && $answer['is_trusted'] && 200 === $answer['status'];
		}
		return $is_done;
	}
}
