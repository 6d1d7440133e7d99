<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Import;

final class ImportTest extends Inkling_Woo_Case {

	protected function setUp(): void {
		parent::setUp();
		$this->settings( array( 'orders_basis' => true ) );
		for ( $id = 1; $id <= 78; $id++ ) {
			( new WC_Order( $id ) )->inkling_fill( array(
				'status'        => 0 === $id % 13 ? 'pending' : 'completed',
				'total'         => (string) $id,
				'billing_email' => 'buyer' . ( $id % 10 ) . '@example.com',
				'date_created'  => '@' . ( 1700000000 + $id * 60 ),
			) )->save();
		}
	}

	public function test_it_takes_all_orders_in_by_parts_and_says_how_far_it_is(): void {
		$this->assertSame( 'idle', Woo_Import::progress()['state'] );
		Woo_Import::start();
		$this->assertSame( array( 'running', 0, 72 ), $this->progress() );
		do_action( Woo_Import::CHUNK );
		$this->assertSame( array( 'running', 50, 72 ), $this->progress() );
		$this->finish();
		$this->assertSame( array( 'done', 72, 72 ), $this->progress() );
		$rows = $this->rows( 'orders' );
		$this->assertCount( 72, $rows );
		$this->assertSame( 200, (int) $this->row_of( 2 )['total_minor'] );
		$this->assertSame( 1700000120000, (int) $this->row_of( 2 )['at'] );
		$this->assertSame( array(), Inkling_Recorder_Double::$events );
		$this->assertSame( 10, Inkling\Woo_Customers::sizes()['buyers'] );
	}

	public function test_twice_is_once(): void {
		Woo_Import::start();
		$this->finish();
		Woo_Import::start();
		$this->assertSame( array( 'running', 0, 72 ), $this->progress() );
		$this->finish();
		$this->assertCount( 72, $this->rows( 'orders' ) );
	}

	public function test_it_goes_on_where_it_was_cancelled(): void {
		Woo_Import::start();
		do_action( Woo_Import::CHUNK );
		Woo_Import::cancel();
		$this->assertFalse( wp_next_scheduled( Woo_Import::CHUNK ) );
		do_action( Woo_Import::CHUNK );
		$this->assertSame( array( 'cancelled', 50, 72 ), $this->progress() );
		Woo_Import::start();
		$this->assertSame( array( 'running', 50, 72 ), $this->progress() );
		$this->finish();
		$this->assertCount( 72, $this->rows( 'orders' ) );
	}

	public function test_orders_that_are_deleted_meanwhile_make_it_miss_none(): void {
		Woo_Import::start();
		do_action( Woo_Import::CHUNK );
		foreach ( range( 5, 40 ) as $id ) {
			unset( WC_Order::$saved[ $id ] );
		}
		$this->finish();
		foreach ( array_keys( WC_Order::$saved ) as $id ) {
			$this->assertSame( 0 !== $id % 13, null !== $this->row_of( $id ), "order $id" );
		}
	}

	public function test_all_of_them_deleted_ends_it(): void {
		Woo_Import::start();
		do_action( Woo_Import::CHUNK );
		WC_Order::$saved = array();
		$this->finish();
		$this->assertSame( 'done', Woo_Import::progress()['state'] );
	}

	public function test_what_was_seen_live_keeps_its_time_and_gets_its_buyer(): void {
		$this->settings( array() );
		$order = ( new Inkling_Trace( 'classic-cod' ) )->play();
		$live  = $this->row_of( $order->get_id() );
		$this->assertSame( '', $live['customer'] );
		$this->settings( array( 'orders_basis' => true ) );
		Woo_Import::start();
		$this->finish();
		$row = $this->row_of( $order->get_id() );
		$this->assertSame( $live['at'], $row['at'] );
		$this->assertSame( Inkling\Woo_Hash::customer( 'anna@example.com' ), $row['customer'] );
	}

	private function finish(): void {
		for ( $parts = 0; 'running' === Woo_Import::progress()['state']; $parts++ ) {
			$this->assertLessThan( 20, $parts );
			$this->assertNotFalse( wp_next_scheduled( Woo_Import::CHUNK ) );
			do_action( Woo_Import::CHUNK );
		}
	}

	private function progress(): array {
		$progress = Woo_Import::progress();
		return array( $progress['state'], $progress['done'], $progress['total'] );
	}

	private function row_of( int $id ): ?array {
		return Inkling\Woo_Ledger::read( Inkling\Woo_Hash::order( $id ) );
	}
}
