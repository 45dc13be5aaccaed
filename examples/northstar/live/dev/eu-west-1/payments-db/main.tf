# The orders database of dev in eu-west-1. Owned by payments.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

variable "admin_password" {
  type      = string
  sensitive = true
  default   = "northstar-dev-not-a-real-password"
}

module "orders" {
  source = "../../../../modules/database"

  name           = "orders-${var.environment}-${var.region}"
  engine_version = "15.4"
  storage_gb     = 20
  replicas       = 0
  admin_password = var.admin_password
}

resource "terraform_data" "backup_plan" {
  input = {
    database  = module.orders.endpoint
    retention = "7d"
  }
}

output "endpoint" {
  value = module.orders.endpoint
}
