<?php
require_once __DIR__ . '/ServerCase.php';

use Inkling\Outbox;
use Inkling\Relay;
use Inkling\Relay_State;

final class RelayTest extends ServerCase {

	/** @dataProvider waits */
	public function test_it_waits_for_twice_as_long_each_time_and_as_long_as_the_server_asks( int $failures, int $asked, int $seconds ): void {
		$this->assertSame( $seconds, Relay_State::wait_seconds( $failures, $asked ) );
	}

	public static function waits(): array {
		return array( array( 1, 0, 60 ), array( 2, 0, 120 ), array( 6, 0, 1920 ), array( 7, 0, 3600 ), array( 500, 0, 3600 ), array( 1, 90, 90 ), array( 7, 90, 3600 ), array( 1, 7200, 7200 ), array( 1, 999999, 86400 ) );
	}

	public function test_nothing_is_kept_and_nothing_is_sent_without_a_connection(): void {
		Outbox::take( array( self::line( 'a' ) ) );
		Relay::run();
		$this->assertSame( array( 0, array() ), array( Relay::status()['waiting'], $this->asked ) );
	}

	public function test_lines_go_in_their_order_and_are_gone_then(): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ), self::line( 'b' ) ) );
		Outbox::take( array( self::line( 'c' ) ) );
		$this->run_now();
		$this->assertSame( array( 'a', 'b', 'c' ), $this->sent() );
		$this->assertSame( 0, Relay::status()['waiting'] );
		$this->assertEqualsWithDelta( time(), Relay::status()['last_success'], 5 );
	}

	public function test_more_than_may_wait_is_dropped_and_counted(): void {
		$this->connect();
		add_filter( 'inkling_outbox_rows', static function (): int {
			return 2;
		} );
		Outbox::take( array( self::line( 'a' ), self::line( 'b' ), self::line( 'c' ) ) );
		$this->assertSame( array( 2, 1 ), array( Relay::status()['waiting'], Relay::status()['dropped']['full'] ) );
		$this->run_now();
		$this->assertSame( array( 'a', 'b' ), $this->sent() );
	}

	public function test_a_batch_has_no_more_than_it_may_and_one_line_in_any_case(): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ), self::line( 'b' ) ) );
		$this->assertCount( 1, Outbox::peek( 500, 10 ) );
		$this->assertCount( 1, Outbox::peek( 1, 1000000 ) );
		$this->assertCount( 2, Outbox::peek( 500, 1000000 ) );
	}

	public function test_a_line_that_the_server_cannot_take_is_a_dead_letter_and_holds_up_nobody(): void {
		$this->connect();
		$this->server = static function ( string $path, array $body ): array {
			$is_bad = false !== strpos( wp_json_encode( $body ), 'bad' );
			return $is_bad ? array( 422, array( 'error' => array( 'hint' => 'no' ) ) ) : array( 200, array( 'refused' => array() ) );
		};
		Outbox::take( array( self::line( 'a' ), self::line( 'bad' ), self::line( 'c' ), self::line( 'd' ) ) );
		$this->run_now();
		$status = Relay::status();
		$this->assertSame( array( 0, 1 ), array( $status['waiting'], $status['dead'] ) );
		$this->assertContains( 'd', $this->sent() );
		$this->assertSame( 1, Relay::resend() );
		$this->assertSame( 1, Relay::status()['waiting'] );
	}

	public function test_what_the_server_refuses_of_a_batch_is_counted(): void {
		$this->connect();
		$this->server = static function (): array {
			return array( 200, array( 'refused' => array( array( 'at' => 'lines[0]', 'code' => 'invalid_body' ) ) ) );
		};
		Outbox::take( array( self::line( 'a' ) ) );
		$this->run_now();
		$this->assertSame( array( 0, 1 ), array( Relay::status()['waiting'], Relay::status()['dropped']['refused'] ) );
	}

	public function test_the_server_is_left_alone_for_as_long_as_it_asks(): void {
		$this->connect();
		$this->server = static function (): array {
			return array( 503, array(), array( 'retry-after' => '7200' ) );
		};
		Outbox::take( array( self::line( 'a' ) ) );
		$this->run_now();
		$this->assertGreaterThan( time() + 7100, Relay_State::read()['next'] );
		Relay::run();
		$this->assertCount( 1, $this->asked );
	}

	public function test_after_a_day_it_is_a_dead_letter_which_goes_when_the_server_is_back(): void {
		$this->connect();
		$this->server = static function (): array {
			return array( 503, array() );
		};
		Outbox::take( array( self::line( 'old', array( 't' => ( time() - 90000 ) * 1000 ) ), self::line( 'new' ) ) );
		$this->run_now();
		$this->assertSame( 0, Relay::status()['dead'] );
		Relay_State::note( array( 'since' => time() - 86400 ) );
		$this->run_now();
		$this->assertSame( array( 1, 1 ), array( Relay::status()['waiting'], Relay::status()['dead'] ) );
		$this->asked  = array();
		$this->server = static function (): array {
			return array( 200, array( 'refused' => array() ) );
		};
		$this->run_now();
		$this->assertSame( array( 'new', 'old' ), $this->sent() );
		$this->assertSame( array( 0, 0 ), array( Relay::status()['waiting'], Relay::status()['dead'] ) );
	}

	/** @dataProvider denials */
	public function test_whoever_declines_is_not_sent_and_what_waits_of_them_neither( array $denial ): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ), self::line( 'other', array( 'v' => str_repeat( 'b', 32 ) ) ) ) );
		Outbox::take( array( self::line( 'b' ), self::line( 'c', $denial ) ) );
		$this->run_now();
		$this->assertSame( array( 'other', '' ), $this->sent() );
		$this->assertSame( 3, Relay::status()['dropped']['denied'] );
	}

	public static function denials(): array {
		return array(
			'analytics'              => array( array( 'c' => array( 'analytics' => false ) ) ),
			'passing on'             => array( array( 'c' => array( 'analytics' => true, 'share' => false ) ) ),
			'Global Privacy Control' => array( array( 'g' => 1 ) ),
		);
	}

	public function test_somebody_who_knows_of_a_refusal_has_the_last_word(): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ), self::line( 'b' ) ) );
		add_filter( 'inkling_may_relay', static function ( bool $may, array $line ): bool {
			return 'a' !== $line['e'][0]['i'];
		}, 10, 2 );
		$this->run_now();
		$this->assertSame( array( 'b' ), $this->sent() );
		$this->assertSame( 1, Relay::status()['dropped']['denied'] );
	}

	public function test_an_erasure_that_comes_while_others_are_sent_is_sent_as_well(): void {
		global $wpdb;
		$this->connect();
		list( $first, $second, $third ) = array( str_repeat( '1', 32 ), str_repeat( '2', 32 ), str_repeat( '3', 32 ) );
		Inkling\Relay_Privacy::forward( array( $first ) );
		$others       = static function ( array $visitors ) use ( $wpdb ): void {
			$wpdb->update( $wpdb->options, array( 'option_value' => serialize( $visitors ) ), array( 'option_name' => 'inkling_relay_erasures' ) );
		};
		$this->server = static function () use ( $others, $first, $second ): array {
			$others( array( $first, $second ) );
			return array( 200, array() );
		};
		Inkling\Relay_Privacy::send();
		$this->server = static function (): array {
			return array( 503, array() );
		};
		$others( array( $second, $third ) );
		Inkling\Relay_Privacy::forward( array( $first ) );
		Inkling\Relay_Privacy::send();
		$this->assertSame( array( $second, $third, $first ), end( $this->asked )['body']['visitors'] );
	}

	public function test_who_deletes_on_a_page_is_erased_at_the_server(): void {
		$this->connect();
		$buffer = new Inkling\Collect\Buffer( Inkling\Storage::folder() );
		$buffer->append( self::line( 'a' ), PHP_INT_MAX );
		$buffer->append( array( 'e' => array(), 'forget' => true ) + self::line( '' ), PHP_INT_MAX );
		Inkling\Aggregate::run();
		$this->run_now();
		$this->assertSame( array( '/erasures' ), array_column( $this->asked, 'path' ) );
		$this->assertSame( array( str_repeat( 'a', 32 ) ), $this->asked[0]['body']['visitors'] );
		Inkling\Relay::disconnect();
		$buffer->append( array( 'e' => array(), 'forget' => true ) + self::line( '' ), PHP_INT_MAX );
		Inkling\Aggregate::run();
		$this->assertFalse( get_option( 'inkling_relay_erasures' ) );
	}

	public function test_two_runs_at_once_are_one(): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ) ) );
		$this->server = static function (): array {
			Relay::run();
			return array( 200, array( 'refused' => array() ) );
		};
		$this->run_now();
		$this->assertSame( array( 'a' ), $this->sent() );
	}

	public function test_others_keys_are_another_connection_and_none_is_the_end_of_it(): void {
		$this->connect();
		Outbox::take( array( self::line( 'a' ) ) );
		$this->assertNotFalse( wp_next_scheduled( 'inkling_relay' ) );
		update_option( Inkling\Server::OPTION, array( 'server' => '', 'write_key' => '', 'secret_key' => '' ) );
		$this->assertFalse( wp_next_scheduled( 'inkling_relay' ) );
		$this->assertFalse( wp_next_scheduled( 'inkling_bundle' ) );
		$this->assertSame( array( false, 0 ), array( Relay::status()['connected'], Relay::status()['waiting'] ) );
	}
}
