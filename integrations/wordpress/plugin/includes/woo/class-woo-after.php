<?php
/**
 * What a checkout does not wait for.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Work at the end of a request, in its order, after the answer where PHP can close that earlier (FPM, LiteSpeed). What is
 * lost with a process that is killed before is found by Woo_Catch_Up. Programs that run by themselves keep nobody waiting:
 * they work at once.
 */
final class Woo_After {

	/** Functions that end the answer and not the request. */
	private const CLOSERS = array( 'fastcgi_finish_request', 'litespeed_finish_request' );

	/**
	 * Each with the number of its blog.
	 *
	 * @var array
	 */
	private static $waiting = array();

	/**
	 * Does it later.
	 *
	 * @param callable $work Takes nothing.
	 */
	public static function answer( callable $work ): void {
		if ( 'cli' === PHP_SAPI || wp_doing_cron() ) {
			$work();
			return;
		}
		if ( ! self::$waiting ) {
			add_action( 'shutdown', array( self::class, 'close' ), PHP_INT_MAX );
		}
		self::$waiting[] = array( get_current_blog_id(), $work );
	}

	/** The request ends: the shop has kept its own session by now, and nobody prints any more. */
	public static function close(): void {
		foreach ( self::$waiting ? self::CLOSERS : array() as $closer ) {
			if ( function_exists( $closer ) ) {
				$closer();
				break;
			}
		}
		self::work();
	}

	/** Does what waits. */
	public static function work(): void {
		$waiting       = self::$waiting;
		self::$waiting = array();
		foreach ( $waiting as list( $blog, $work ) ) {
			$is_other = is_multisite() && get_current_blog_id() !== $blog;
			if ( $is_other ) {
				switch_to_blog( $blog );
			}
			$work();
			if ( $is_other ) {
				restore_current_blog();
			}
		}
	}
}
