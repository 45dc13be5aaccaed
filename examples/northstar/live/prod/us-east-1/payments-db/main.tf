# The orders database of prod in us-east-1. Owned by payments.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

variable "currency" {
  type = string
}

variable "admin_password" {
  type      = string
  sensitive = true
  default   = "northstar-prod-not-a-real-password"
}

module "orders" {
  source = "../../../../modules/database"

  name           = "orders-${var.environment}-${var.region}"
  engine_version = "15.4"
  storage_gb     = 500
  replicas       = 2
  admin_password = var.admin_password
}

resource "terraform_data" "backup_plan" {
  input = {
    database  = module.orders.endpoint
    retention = "35d"
    currency  = var.currency
  }
}

output "endpoint" {
  value = module.orders.endpoint
}
