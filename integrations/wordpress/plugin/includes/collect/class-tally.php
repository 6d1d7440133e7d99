<?php
/**
 * What a chunk of the buffer adds to the counts.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Money;
use Inkling\Collect\Salts;

defined( 'ABSPATH' ) || exit;

/** Each event once, by its id; each visitor once a day, kind and name. Made for one chunk, and written in one transaction. */
final class Tally {

	private const BANDS = array( 'high', 'medium', 'low' );

	private const MOST_NAME_CHARACTERS = 190;

	/** What is older is counted as if it were not: for longer nobody knows what came already, and every day has names of its own. */
	private const OLDEST_MS = 2 * 86400000;

	/** @var array[] Lines of the buffer. */
	private $lines;

	/** @var string Zone of the site. */
	private $zone;

	/** @var string Currency in which amounts are summed. */
	private $currency;

	/** @var string[] Keys of the segments that there are. */
	private $segments;

	/** @var Effects */
	private $effects;

	/** @var array Day => kind => name => n, amount, visitors (as keys), once (whether only visitors count). */
	private $counts = array();

	/** @var array[] Rows to be remembered. */
	private $remembered = array();

	/**
	 * Of one chunk.
	 *
	 * @param array[] $lines    Of the buffer.
	 * @param array   $settings Of `settings.php`.
	 */
	public function __construct( array $lines, array $settings ) {
		$this->lines    = $lines;
		$this->zone     = (string) ( $settings['zone'] ?? 'UTC' );
		$this->currency = (string) ( $settings['currency'] ?? '' );
		$this->segments = (array) ( $settings['segments'] ?? array() );
		$this->effects  = new Effects( (array) ( $settings['goals'] ?? array() ), (array) ( $settings['arms'] ?? array() ) );
	}

	/** Adds it all to the tables. */
	public function write(): void {
		$known = Counts::recall( $this->ids() );
		foreach ( $this->lines as $line ) {
			foreach ( (array) ( $line['d'] ?? array() ) as $change ) {
				$this->effects->expose( $line, $change, $this->zone );
			}
			foreach ( (array) ( $line['e'] ?? array() ) as $event ) {
				$key = md5( "i\0" . ( $event['i'] ?? '' ) );
				if ( ! isset( $known[ $key ] ) ) {
					$known[ $key ]      = true;
					$this->remembered[] = array( $key, $this->day( (int) $line['t'] ), 0, '', 0 );
					$this->count_event( $line, $event );
				}
			}
		}
		$this->cap_names();
		Counts::add( $this->rows() );
		Counts::remember( $this->remembered );
		$this->effects->write();
	}

	/**
	 * Keys of all events.
	 *
	 * @return string[]
	 */
	private function ids(): array {
		$keys = array();
		foreach ( $this->lines as $line ) {
			foreach ( (array) ( $line['e'] ?? array() ) as $event ) {
				$keys[] = md5( "i\0" . ( $event['i'] ?? '' ) );
			}
		}
		return $keys;
	}

	/**
	 * One event, in all that it counts for.
	 *
	 * @param array $line  Its line.
	 * @param array $event The event.
	 */
	private function count_event( array $line, array $event ): void {
		$day        = $this->day( max( (int) $event['t'], (int) $line['t'] - self::OLDEST_MS ) );
		$visitor    = (string) ( $line['v'] ?? '' );
		$properties = (array) ( $event['p'] ?? array() );
		if ( 'Segment Entered' === $event['n'] ) {
			$segment = $properties['segment'] ?? null;
			$this->add( $day, 'segment', in_array( $segment, $this->segments, true ) ? $segment : '', $visitor, 0, true );
			return;
		}
		if ( 'Intent Scored' === $event['n'] ) {
			$band = in_array( $properties['band'] ?? '', self::BANDS, true ) ? $properties['band'] : '';
			$this->add( $day, 'intent', $band, $visitor, 0, true );
			return;
		}
		$amount = $this->amount( $event['n'], $properties );
		$this->add( $day, 'event', (string) $event['n'], $visitor, $amount );
		if ( 'Page Viewed' === $event['n'] ) {
			$this->count_page( $day, $event, $properties, $visitor );
		}
		if ( 'Products Searched' === $event['n'] && is_string( $properties['query'] ?? null ) ) {
			$this->add( $day, 'search', mb_strtolower( trim( $properties['query'] ) ), $visitor );
		}
		$this->effects->convert( $line, $event, $day, $amount );
	}

	/**
	 * A page: its path, where its reader came from, and what it is about.
	 *
	 * @param string $day        Y-m-d.
	 * @param array  $event      The event.
	 * @param array  $properties Its own.
	 * @param string $visitor    Empty for nobody.
	 */
	private function count_page( string $day, array $event, array $properties, string $visitor ): void {
		$path = explode( '?', (string) ( $event['u'] ?? $properties['path'] ?? '' ), 2 )[0];
		$this->add( $day, 'page', $path, $visitor );
		$this->add( $day, 'referrer', (string) wp_parse_url( (string) ( $event['r'] ?? '' ), PHP_URL_HOST ), $visitor );
		foreach ( array(
			'category' => isset( $properties['categories'] ) ? 'categories' : 'category',
			'author'   => 'author',
			'type'     => 'type',
			'word'     => 'words',
		) as $topic => $name ) {
			foreach ( array_unique( (array) ( $properties[ $name ] ?? array() ), SORT_REGULAR ) as $value ) {
				if ( is_scalar( $value ) && '' !== (string) $value ) {
					$this->add( $day, 'topic', $topic . ':' . $value, $visitor );
				}
			}
		}
	}

	/**
	 * One more.
	 *
	 * @param string $day     Y-m-d.
	 * @param string $kind    For example `page`.
	 * @param string $name    Empty: nothing to count.
	 * @param string $visitor Empty for nobody.
	 * @param int    $amount  Minor units.
	 * @param bool   $is_once Whether a visitor counts but once.
	 */
	private function add( string $day, string $kind, string $name, string $visitor, int $amount = 0, bool $is_once = false ): void {
		$name = trim( mb_substr( self::storable( $name ), 0, self::MOST_NAME_CHARACTERS ) );
		if ( '' === $name || ( $is_once && '' === $visitor ) ) {
			return;
		}
		$count = $this->counts[ $day ][ $kind ][ $name ] ?? array( 0, 0, array(), $is_once );
		++$count[0];
		$count[1] = Counts::sum( $count[1], $amount );
		if ( '' !== $visitor ) {
			$count[2][ $visitor ] = true;
		}
		$this->counts[ $day ][ $kind ][ $name ] = $count;
	}

	/**
	 * Without what a database may refuse: one name that cannot be stored would keep all others from being counted.
	 *
	 * @param string $name UTF-8.
	 */
	private static function storable( string $name ): string {
		global $wpdb;
		$plain = (string) preg_replace( '/[\x00-\x1f\x7f]+/', ' ', $name );
		return 'utf8mb4' === $wpdb->charset ? $plain : (string) preg_replace( '/[\x{10000}-\x{10ffff}]/u', '?', $plain );
	}

	/** Puts the names beyond the most of a day and kind together. */
	private function cap_names(): void {
		foreach ( $this->counts as $day => $kinds ) {
			foreach ( $kinds as $kind => $names ) {
				$there = Counts::names( $day, $kind );
				$room  = Counts::MOST_NAMES - count( $there );
				foreach ( $names as $name => $count ) {
					if ( isset( $there[ $name ] ) || $room-- > 0 ) {
						continue;
					}
					unset( $this->counts[ $day ][ $kind ][ $name ] );
					$other = $this->counts[ $day ][ $kind ][ Counts::OTHER ] ?? array( 0, 0, array(), $count[3] );

					$this->counts[ $day ][ $kind ][ Counts::OTHER ] = array( $other[0] + $count[0], Counts::sum( $other[1], $count[1] ), $other[2] + $count[2], $count[3] );
				}
			}
		}
	}

	/**
	 * Rows for the table of counts; visitors who were counted before are not counted again.
	 *
	 * @return array[]
	 */
	private function rows(): array {
		$rows = array();
		$keys = array();
		foreach ( $this->counts as $day => $kinds ) {
			foreach ( $kinds as $kind => $names ) {
				foreach ( $names as $name => $count ) {
					$own = array();
					foreach ( array_keys( $count[2] ) as $visitor ) {
						$own[] = md5( implode( "\0", array( 'v', $day, $kind, $name, $visitor ) ) );
					}
					$keys[] = $own;
					$rows[] = array( $day, $kind, (string) $name, $count[0], $count[3], $count[1] );
				}
			}
		}
		$known = Counts::recall( array_merge( array(), ...$keys ) );
		foreach ( $rows as $at => $row ) {
			$fresh = array();
			foreach ( $keys[ $at ] as $key ) {
				if ( ! isset( $known[ $key ] ) ) {
					$fresh[]            = $key;
					$this->remembered[] = array( $key, $row[0], 0, '', 0 );
				}
			}
			$rows[ $at ][3] = $row[4] ? count( $fresh ) : $row[3];
			$rows[ $at ][4] = count( $fresh );
		}
		return $rows;
	}

	/**
	 * What an order is worth, in the site's currency; others are not summed.
	 *
	 * @param string $name       Of the event.
	 * @param array  $properties Its own.
	 */
	private function amount( string $name, array $properties ): int {
		$currency = is_string( $properties['currency'] ?? null ) ? $properties['currency'] : $this->currency;
		if ( ! empty( $properties['currency_mismatch'] ) || ( '' !== $this->currency && $currency !== $this->currency ) ) {
			return 0;
		}
		if ( is_int( $properties['revenue_minor'] ?? null ) ) {
			return $properties['revenue_minor'];
		}
		$is_order = in_array( $name, array( 'Order Completed', 'Order Refunded' ), true );
		$amount   = $properties['revenue'] ?? $properties['total'] ?? $properties['value'] ?? null;
		return $is_order ? ( Money::to_minor( $amount, $currency ) ?? 0 ) : 0;
	}

	/**
	 * The site's calendar day of an instant.
	 *
	 * @param int $t Ms.
	 */
	private function day( int $t ): string {
		return Salts::day( $t, $this->zone );
	}
}
