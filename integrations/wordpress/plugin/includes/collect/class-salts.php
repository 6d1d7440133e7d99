<?php
/**
 * Daily salts: random, one a calendar day of the site, destroyed 48 hours after they were made together with what was kept
 * under them. Once a salt is gone nobody, the site included, can say who an anonymous id was.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The salts of one site: made when they are first asked for, under a lock, so that all processes use the same one. */
final class Salts {

	public const LIFETIME_MS = 48 * 3600000;

	private const BYTES = 32;

	/** So much a clock may be put back; what it made further ahead would live too long. */
	private const BACK_MS = 3600000;

	/** @var string */
	private $folder;

	/** @var string */
	private $zone;

	/**
	 * Of one site.
	 *
	 * @param string $folder Path, with a slash at its end.
	 * @param string $zone   IANA, or `+02:00`.
	 */
	public function __construct( string $folder, string $zone ) {
		$this->folder = $folder;
		$this->zone   = $zone;
	}

	/**
	 * Today's salt and the one before, as long as that lives.
	 *
	 * @param int $now Ms.
	 * @return array{today: array{day: string, key: string}, before: array{day: string, key: string}|null}
	 */
	public function at( int $now ): array {
		$day    = self::day( $now, $this->zone );
		$stored = Guarded_File::read( $this->path() );
		if ( null === $stored || self::needs_change( $stored, $day, $now ) ) {
			$stored = $this->turn( $day, $now );
		}
		$before = null;
		foreach ( $stored['salts'] as $salt ) {
			if ( $salt['day'] < $day ) {
				$before = self::wake( $salt );
			} elseif ( $salt['day'] === $day ) {
				$today = self::wake( $salt );
			}
		}
		return array(
			'today'  => $today,
			'before' => $before,
		);
	}

	/**
	 * Destroys what is older than 48 hours, and the folders of sessions of days that have no salt any more.
	 *
	 * @param int $now        Ms.
	 * @param int $most_files How many files go at most.
	 * @return int How many salts went.
	 */
	public function sweep( int $now, int $most_files = PHP_INT_MAX ): int {
		$gone = 0;
		if ( is_file( $this->path() ) ) {
			$kept = Guarded_File::update(
				$this->path(),
				static function ( ?array $stored ) use ( $now, &$gone ): array {
					$all   = $stored['salts'] ?? array();
					$alive = self::living( $all, $now );
					$gone  = count( $all ) - count( $alive );
					return array( 'salts' => $alive );
				}
			);
			$this->remove_sessions( array_column( $kept['salts'], 'day' ), $most_files );
		}
		return $gone;
	}

	/**
	 * The calendar day of the site.
	 *
	 * @param int    $now  Ms.
	 * @param string $zone IANA, or `+02:00`, as WordPress writes an offset.
	 */
	public static function day( int $now, string $zone ): string {
		if ( preg_match( '/^([+-])(\d\d):(\d\d)$/D', $zone, $parts ) ) {
			// No table of zones is loaded for it.
			return gmdate( 'Y-m-d', intdiv( $now, 1000 ) + ( '-' === $parts[1] ? -60 : 60 ) * ( 60 * (int) $parts[2] + (int) $parts[3] ) );
		}
		try {
			$there = new \DateTimeZone( $zone );
		} catch ( \Exception $unknown ) {
			$there = new \DateTimeZone( 'UTC' );
		}
		return ( new \DateTimeImmutable( '@' . intdiv( $now, 1000 ) ) )->setTimezone( $there )->format( 'Y-m-d' );
	}

	/**
	 * Makes today's salt, and drops those whose time is up. What was kept under them goes with them, some of it now.
	 *
	 * @param string $day Today.
	 * @param int    $now Ms.
	 */
	private function turn( string $day, int $now ): array {
		$stored = Guarded_File::update(
			$this->path(),
			static function ( ?array $stored ) use ( $day, $now ): array {
				$salts = self::living( $stored['salts'] ?? array(), $now );
				if ( ! in_array( $day, array_column( $salts, 'day' ), true ) ) {
					$salts[] = array(
						'day'  => $day,
						'at'   => $now,
						'salt' => base64_encode( random_bytes( self::BYTES ) ),
					);
				}
				usort(
					$salts,
					static function ( array $a, array $b ): int {
						return strcmp( $a['day'], $b['day'] );
					}
				);
				return array( 'salts' => $salts );
			}
		);
		$this->remove_sessions( array_column( $stored['salts'], 'day' ), 1000 );
		return $stored;
	}

	/**
	 * Whether today's is missing, or one outlived its time.
	 *
	 * @param array  $stored As read.
	 * @param string $day    Today.
	 * @param int    $now    Ms.
	 */
	private static function needs_change( array $stored, string $day, int $now ): bool {
		$living = self::living( $stored['salts'], $now );
		return count( $living ) < count( $stored['salts'] ) || ! in_array( $day, array_column( $living, 'day' ), true );
	}

	/**
	 * Those that are younger than 48 hours.
	 *
	 * @param array $salts As stored.
	 * @param int   $now   Ms.
	 */
	private static function living( array $salts, int $now ): array {
		return array_values(
			array_filter(
				$salts,
				static function ( array $salt ) use ( $now ): bool {
					$age = $now - $salt['at'];
					return $age < self::LIFETIME_MS && $age >= -self::BACK_MS;
				}
			)
		);
	}

	/**
	 * As it is used.
	 *
	 * @param array $salt As stored.
	 */
	private static function wake( array $salt ): array {
		return array(
			'day' => $salt['day'],
			'key' => (string) base64_decode( $salt['salt'], true ),
		);
	}

	/**
	 * Removes the folders of sessions of other days, oldest first.
	 *
	 * @param string[] $days       Which stay.
	 * @param int      $most_files How many files go at most; the rest goes next time.
	 */
	private function remove_sessions( array $days, int $most_files ): void {
		foreach ( glob( $this->folder . 'sessions/????-??-??', GLOB_ONLYDIR ) ?: array() as $folder ) {
			if ( ! in_array( basename( $folder ), $days, true ) ) {
				$most_files = Session_File::remove_day( $folder, $most_files );
			}
		}
	}

	/** Where they lie: outside of the database, so that no backup of it holds them. */
	private function path(): string {
		return $this->folder . 'salts.php';
	}
}
