<?php
/**
 * Sends what waits to the server.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The connection to a server: nothing of it runs, and nothing leaves the site, before the merchant has given an address and
 * keys. A row goes only after the server has signed for it; a row that it has had before counts nothing there.
 */
final class Relay implements Module {

	private const HOOK = 'inkling_relay';

	/** Rows of Action Scheduler, where a shop has it. */
	private const GROUP = 'inkling';

	/** Of a batch's text; the server takes 4 MB, and a tenth of it when it is packed. */
	private const MOST_BYTES = 3000000;

	/** A run ends then, so that the next one finds the lock free. */
	private const LONGEST_RUN_SECONDS = 25;

	/** A batch of these answers is no better at the next attempt. */
	private const HOPELESS = array( 400, 413, 415, 422 );

	/** Plans the runs when a connection comes or goes. */
	public static function hook(): void {
		add_filter( 'cron_schedules', array( self::class, 'add_schedule' ) ); // What happened on a page is of use for minutes.
		add_action( self::HOOK, array( self::class, 'run' ) );
		add_action( 'inkling_buffer_taken', array( self::class, 'hurry' ), 20 );
		foreach ( array( 'add_option_', 'update_option_', 'delete_option_' ) as $change ) {
			add_action( $change . Server::OPTION, array( self::class, 'follow' ) );
		}
		Relay_Privacy::hook();
		Relay_Panel::hook();
	}

	/** A site that was connected before goes on. */
	public static function install(): void {
		self::plan();
	}

	/** Nothing is sent meanwhile. */
	public static function pause(): void {
		wp_clear_scheduled_hook( self::HOOK );
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::HOOK, array(), self::GROUP );
		}
	}

	/** Lets go of the keys, and of what is known of the server. */
	public static function uninstall(): void {
		self::pause();
		remove_action( 'delete_option_' . Server::OPTION, array( self::class, 'follow' ) );
		delete_option( Server::OPTION );
		delete_option( Relay_State::OPTION );
		Relay_Privacy::uninstall();
		Storage::remove( Storage::folder() . self::lock_name() );
	}

	/**
	 * Every minute, and every five.
	 *
	 * @param array $schedules WordPress's and others'.
	 */
	public static function add_schedule( array $schedules ): array {
		$schedules['inkling_relay_minute'] = array(
			'interval' => MINUTE_IN_SECONDS,
			'display'  => 'Inkling: every minute',
		);
		$schedules['inkling_relay_five']   = array(
			'interval' => 5 * MINUTE_IN_SECONDS,
			'display'  => 'Inkling: every five minutes',
		);
		return $schedules;
	}

	/** The merchant has given keys, others, or taken them back. */
	public static function follow(): void {
		Relay_State::note(
			array(
				'failures' => 0,
				'since'    => 0,
				'next'     => 0,
			)
		);
		self::plan();
		Bundle::plan();
		if ( ! self::is_connected() ) {
			self::let_go();
		}
		if ( method_exists( Storage::class, 'publish_settings' ) ) {
			Storage::publish_settings();
		}
	}

	/** Runs come by themselves as long as there is a server. */
	private static function plan(): void {
		if ( ! self::is_connected() ) {
			self::pause();
		} elseif ( ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_event( time() + MINUTE_IN_SECONDS, 'inkling_relay_minute', self::HOOK );
		}
	}

	/** Something new waits: a shop's own queue is quicker than the next minute. */
	public static function hurry(): void {
		if ( self::is_connected() && function_exists( 'as_enqueue_async_action' ) && did_action( 'action_scheduler_init' ) ) {
			as_enqueue_async_action( self::HOOK, array(), self::GROUP, true );
		}
	}

	/** Whether the merchant has given an address and keys. */
	public static function is_connected(): bool {
		return Server::is_there();
	}

	/**
	 * Why nothing may be sent to an address; empty where something may.
	 *
	 * @param string $server With its scheme.
	 */
	public static function check_address( string $server ): string {
		return Server::check_address( $server );
	}

	/**
	 * Whether the server is there and knows these keys. For an administrator who waits for it.
	 *
	 * @return array{ok:bool,message:string,site?:string}
	 */
	public static function test(): array {
		$answer = Server::ask( 'GET', '/hello' );
		if ( ! $answer['is_trusted'] || 200 !== $answer['status'] ) {
			return array(
				'ok'      => false,
				'message' => $answer['error'],
			);
		}
		$site = is_string( $answer['body']['site'] ?? null ) ? $answer['body']['site'] : '';
		return array(
			'ok'      => true,
			/* translators: %s: name of the site at the server. */
			'message' => sprintf( __( 'Connected as “%s”.', 'inkling' ), $site ),
			'site'    => $site,
		);
	}

	/**
	 * How sending goes, for the settings page.
	 *
	 * @return array{connected:bool,last_success:int,last_error:string,waiting:int,oldest:int,dead:int,dropped:array<string,int>}
	 */
	public static function status(): array {
		$kept = Relay_State::read();
		return Outbox::figures() + array(
			'connected'    => self::is_connected(),
			'last_success' => (int) $kept['last_success'],
			'last_error'   => (string) $kept['last_error'],
			'dropped'      => (array) $kept['dropped'],
		);
	}

	/** Dead letters go again with the next run; answers how many. */
	public static function resend(): int {
		Relay_State::note( array( 'next' => 0 ) );
		return Outbox::revive( true );
	}

	/** Ends the connection for good: keys, what waits, and the server's rules. Ask before. */
	public static function disconnect(): void {
		delete_option( Server::OPTION );
		delete_option( Relay_State::OPTION );
	}

	/** Nothing waits for a server that is not there any more, and its rules do not hold. */
	private static function let_go(): void {
		Outbox::clear();
		Bundle::clear();
		Relay_Privacy::uninstall();
	}

	/** Cron's, or that of a shop's queue. Two at once would send everything twice, which the server would count once. */
	public static function run(): void {
		if ( ! self::is_connected() || time() < Relay_State::read()['next'] ) {
			return;
		}
		$lock = fopen( Storage::folder() . self::lock_name(), 'c' ); // A lock that ends with the process that holds it.
		if ( false === $lock || ! flock( $lock, LOCK_EX | LOCK_NB ) ) {
			return;
		}
		try {
			$until = time() + self::LONGEST_RUN_SECONDS;
			$goes  = Relay_Privacy::send();
			while ( $goes && time() < $until ) {
				$goes = self::send_batch();
			}
		} finally {
			flock( $lock, LOCK_UN );
			fclose( $lock );
		}
	}

	/** Beside what it guards. */
	private static function lock_name(): string {
		return 'relay.lock.php';
	}

	/** Sends the oldest that wait; answers whether there may be more to send. */
	private static function send_batch(): bool {
		$lines = Outbox::peek( Relay_State::read()['size'], self::MOST_BYTES );
		if ( array() === $lines ) {
			return false;
		}
		$sent = array_filter( $lines, array( self::class, 'may_leave' ) );
		Relay_State::count( 'denied', count( $lines ) - count( $sent ) );
		Outbox::remove( array_keys( array_diff_key( $lines, $sent ) ) );
		if ( array() === $sent ) {
			return true;
		}
		$body   = array( 'lines' => array_values( $sent ) );
		$batch  = substr( hash( 'sha256', (string) wp_json_encode( $body ) ), 0, 32 );
		$answer = Server::ask( 'POST', '/batches', compact( 'batch' ) + $body );
		return self::settle( array_keys( $sent ), $answer );
	}

	/**
	 * The last word on whether a line leaves the site.
	 *
	 * @param array $line Of the buffer.
	 */
	private static function may_leave( array $line ): bool {
		/** For whoever knows of a refusal that came since. */
		return (bool) apply_filters( 'inkling_may_relay', true, $line );
	}

	/**
	 * What becomes of rows that were sent; answers whether it may go on.
	 *
	 * @param int[] $ids    Of rows.
	 * @param array $answer Of the server.
	 */
	private static function settle( array $ids, array $answer ): bool {
		if ( $answer['is_trusted'] && 200 === $answer['status'] ) {
			Outbox::remove( $ids );
			Relay_State::succeed();
			Relay_State::count( 'refused', count( (array) ( $answer['body']['refused'] ?? array() ) ) );
			return true;
		}
		if ( $answer['is_trusted'] && in_array( $answer['status'], self::HOPELESS, true ) ) {
			if ( 1 === count( $ids ) ) {
				Outbox::refuse( $ids[0] );
			}
			Relay_State::note( array( 'size' => max( 1, intdiv( count( $ids ), 2 ) ) ) );
			return true;
		}
		Relay_State::fail( $answer['error'], $answer['retry_after'], $answer['status'] >= 500 );
		return false;
	}
}
