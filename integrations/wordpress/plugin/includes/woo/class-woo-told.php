<?php
/**
 * What the shop told us of its orders, until cron makes something of it.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Buffer;
use Inkling\Collect\Refusal;

defined( 'ABSPATH' ) || exit;

/**
 * Whoever buys waits for one line of a file and for nothing that comes of it, whatever PHP runs under. One line after the other,
 * in the order in which they were told: what one request says of an order is never overtaken by what another says later. A line
 * holds the number of an order, a word and an instant, and nothing of a visitor: that lies on the order, and may be erased there.
 */
final class Woo_Told {

	/** Of the file; its lock is beside it. */
	private const NAME = 'orders';

	/** Some hundred thousand orders. */
	private const MOST_BYTES = 16777216;

	/** Seconds. */
	private const MOST_S = 20;

	/** Runs that whoever shows or removes something waits for. */
	private const MOST_RUNS = 3;

	/** The place behind the line that is being worked off, and how often it was tried: PHP may end in somebody else's code. */
	private const TRYING = 'inkling_orders_trying';

	/** After so many ends of PHP in one line the others go first. */
	private const TRIES = 3;

	/**
	 * Whether this process does so: whoever hears of an order from it may ask for more, and would wait for itself.
	 *
	 * @var bool
	 */
	private static $is_working = false;

	/** Whoever shows or removes what is held of a person has all of it before them. */
	public static function hook(): void {
		foreach ( array( 'inkling_export_visitor', 'inkling_erase_visitor', 'inkling_forget_visitors', 'woocommerce_privacy_remove_order_personal_data', 'woocommerce_before_delete_order' ) as $name ) {
			add_filter( $name, array( self::class, 'work_before' ), 5 );
		}
	}

	/**
	 * Writes down what was told; where that cannot be, it is done at once.
	 *
	 * @param array $line `t` (ms), `k` (what it is about), `id` of the order, and what is said.
	 */
	public static function add( array $line ): void {
		try {
			self::buffer()->append( $line, self::MOST_BYTES );
		} catch ( Refusal $full ) {
			self::announce(
				static function () use ( $line ) {
					return self::take( $line );
				}
			);
		}
	}

	/**
	 * Makes something of what waits, one process at a time.
	 *
	 * @param bool $waits  For a process that does so already; else that one is left to it.
	 * @param int  $most_s For so long a run goes on; what is left waits for the next one.
	 * @return bool Whether nothing waits any more.
	 */
	public static function work( bool $waits = false, int $most_s = self::MOST_S ): bool {
		$buffer = self::buffer();
		if ( self::$is_working || $buffer->is_empty() ) {
			return ! self::$is_working;
		}
		// Whoever had what is held of them deleted on a page has said so there: orders that wait are nobody's from then on.
		self::attempt(
			static function () use ( $most_s ) {
				Aggregate::run( $most_s );
			}
		);
		$lock = fopen( Storage::folder() . self::NAME . '.lock.php', 'c' );
		if ( false === $lock || ! flock( $lock, $waits ? LOCK_EX : LOCK_EX | LOCK_NB ) ) {
			return false;
		}
		self::$is_working = true;
		try {
			return self::work_off( $buffer, microtime( true ) + $most_s );
		} finally {
			self::$is_working = false;
			fclose( $lock );
		}
	}

	/**
	 * Does so before somebody else's work.
	 *
	 * @param mixed $value Theirs.
	 * @return mixed The same.
	 */
	public static function work_before( $value ) {
		$is_done = false;
		for ( $run = 0; $run < self::MOST_RUNS && ! $is_done; $run++ ) {
			$is_done = self::work( true );
		}
		return $value;
	}

	/**
	 * Does something, and then says what was bought by it.
	 *
	 * @param callable $work Returns the order, or null.
	 */
	public static function announce( callable $work ): void {
		$order = $work();
		if ( null === $order ) {
			return;
		}
		self::attempt(
			static function () use ( $order ) {
				/**
				 * Fires when an order counts as bought: as a rule by cron, in the minute after it.
				 *
				 * @param \WC_Order $order The order.
				 */
				do_action( 'inkling_order_bought', $order );
			}
		);
	}

	/**
	 * Does something in which others' code runs: a fault of theirs keeps no order waiting.
	 *
	 * @param callable $work Takes nothing.
	 */
	private static function attempt( callable $work ): void {
		try {
			$work();
		} catch ( \Throwable $fault ) {
			// Of its words nothing: they may hold whatever the order holds.
			trigger_error( esc_html( 'Inkling: ' . get_class( $fault ) . ' at ' . basename( $fault->getFile() ) . ':' . $fault->getLine() . ', while an order was worked off.' ), E_USER_WARNING );
		}
	}

	/**
	 * Works the file off.
	 *
	 * @param Buffer $buffer The file.
	 * @param float  $until  When to stop, s.
	 * @return bool Whether it is at its end.
	 */
	private static function work_off( Buffer $buffer, float $until ): bool {
		$file = basename( $buffer->path() );
		do {
			$place = Progress::place( $file );
			$read  = Buffer::read_lines( $buffer->path(), $place, 1 );
			if ( $read['lines'] || $read['offset'] > $place ) {
				self::work_line( $read['lines'][0] ?? array(), $file, $read['offset'] );
			}
			$is_end = $read['is_end'] && self::clear( $buffer, $file, $read['offset'] );
		} while ( ! $is_end && microtime( true ) < $until );
		return $is_end;
	}

	/**
	 * Begins the file anew. The place first: of a line that is read twice nothing comes the second time, but one before
	 * the place would never be read.
	 *
	 * @param Buffer $buffer The file.
	 * @param string $file   Its name.
	 * @param int    $offset Behind what was worked off.
	 */
	private static function clear( Buffer $buffer, string $file, int $offset ): bool {
		Progress::pass( $file, 0, '__return_null' );
		if ( $buffer->cut( $offset ) ) {
			return true;
		}
		Progress::pass( $file, $offset, '__return_null' );
		return false;
	}

	/**
	 * One line. Neither somebody else's fault in it nor the end of PHP keeps other orders waiting: what is left of this one is
	 * found by Woo_Catch_Up.
	 *
	 * @param array  $line  Empty where whoever wrote it did not come to its end.
	 * @param string $file  Its name.
	 * @param int    $place Behind the line.
	 */
	private static function work_line( array $line, string $file, int $place ): void {
		$tried = get_option( self::TRYING );
		$tries = is_array( $tried ) && $tried[0] === $place ? $tried[1] + 1 : 1;
		update_option( self::TRYING, array( $place, $tries ), false );
		if ( $tries > self::TRIES ) {
			Progress::pass( $file, $place, '__return_null' );
			delete_option( self::TRYING );
			return;
		}
		self::announce(
			static function () use ( $line, $file, $place ) {
				$bought = null;
				$is_in  = false;
				self::attempt(
					static function () use ( $line, $file, $place, &$bought, &$is_in ) {
						$bought = Progress::pass(
							$file,
							$place,
							static function () use ( $line ) {
								return self::take( $line );
							}
						);
						$is_in  = true;
					}
				);
				if ( ! $is_in ) {
					Progress::pass( $file, $place, '__return_null' );
				}
				return $bought;
			}
		);
		delete_option( self::TRYING );
	}

	/**
	 * Makes something of a line.
	 *
	 * @param array $line As it was added.
	 * @return \WC_Order|null What was bought by it.
	 */
	private static function take( array $line ) {
		$order = isset( $line['id'] ) ? wc_get_order( $line['id'] ) : null;
		if ( ! $order ) {
			return null;
		}
		if ( 'status' === $line['k'] ) {
			return Woo_Purchases::take_status( $order, $line ) ? $order : null;
		}
		if ( 'refund' === $line['k'] ) {
			Woo_Purchases::take_refund( $order, $line );
		} else {
			Woo_Purchases::settle_refunds( $order );
		}
		return null;
	}

	private static function buffer(): Buffer {
		return new Buffer( Storage::folder(), self::NAME );
	}
}
